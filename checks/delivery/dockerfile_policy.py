# SPDX-License-Identifier: Apache-2.0
"""What a Dockerfile must hold that hadolint does not ask for."""

import re
from collections.abc import Iterator

SECRET = re.compile(r"(PASSWORD|PASSWD|SECRET|TOKEN|CREDENTIAL|PRIVATE_KEY|API_?KEY)", re.IGNORECASE)
ROOT = {"root", "0"}


def instructions(text: str) -> list[tuple[str, str]]:
    """Each instruction and its words, comments and line ends taken out."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    return [(name.upper(), rest.strip()) for name, _, rest in (line.strip().partition(" ") for line in joined.splitlines() if line.strip())]


def stages(text: str) -> list[list[tuple[str, str]]]:
    """Instructions by stage; the first is what stands before any FROM."""
    result = [[]]
    for instruction in instructions(text):
        if instruction[0] == "FROM":
            result.append([])
        result[-1].append(instruction)
    return result


def base_arguments(text: str) -> set[str]:
    return {rest for name, rest in stages(text)[0] if name == "ARG"}


def problems(text: str) -> Iterator[str]:
    before, *built = stages(text)
    for name, rest in before:
        if name == "ARG" and "=" in rest:
            yield f"ARG {rest} has a default: a base comes by digest, from outside"
    for stage in built:
        base = stage[0][1].split()[0]
        if not re.fullmatch(r"\$\{[A-Z_]+\}", base) or base[2:-1] not in base_arguments(text):
            yield f"FROM {base} is not an argument"
    for name, rest in instructions(text):
        if name == "ADD":
            yield f"ADD {rest}: only COPY says exactly what it does"
        if name in ("ARG", "ENV") and SECRET.search(rest):
            yield f"{name} {rest} looks like a secret, and stays in the image"
    last = [rest.split(":")[0] for name, rest in built[-1] if name == "USER"]
    if not last or last[-1] in ROOT or not last[-1].isdigit():
        yield f"the last USER is {last[-1] if last else 'none'}: it must be a number that is not 0"
    if not any(name == "ENTRYPOINT" and rest.startswith("[") for name, rest in built[-1]):
        yield "the last stage has no ENTRYPOINT of its own, as a list"
