# SPDX-License-Identifier: Apache-2.0
import pathlib
import subprocess
import sysconfig
import tempfile
import unittest

ROOT = pathlib.Path(__file__).parents[2]
SHELLCHECK = pathlib.Path(sysconfig.get_path("scripts")) / "shellcheck"


def scripts() -> list[pathlib.Path]:
    """Every file of the repository that says a shell runs it."""
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True)
    files = listed.stdout.split("\n")[:-1] if listed.returncode == 0 else [str(p.relative_to(ROOT)) for p in ROOT.glob("scripts/**/*")]
    files += ["sluice", "install.sh", ".ci/run"]
    found = {ROOT / name for name in files if (ROOT / name).is_file() and is_shell(ROOT / name)}
    return sorted(found)


def is_shell(file: pathlib.Path) -> bool:
    with file.open("rb") as text:
        first = text.readline()
    return first.startswith(b"#!") and first.strip().endswith((b"bash", b"/sh")) or file.suffix == ".sh"


def lint(*files: pathlib.Path) -> subprocess.CompletedProcess:
    command = [SHELLCHECK, "--external-sources", f"--source-path={ROOT}", "--color=never", *files]
    return subprocess.run(command, capture_output=True, text=True)


class ShellTest(unittest.TestCase):
    def test_every_script_satisfies_shellcheck(self):
        found = scripts()
        for name in ("sluice", "install.sh", ".ci/run", "scripts/delivery/common.sh", "scripts/check-delivery", "scripts/emulators"):
            self.assertIn(ROOT / name, found)
        done = lint(*found)
        self.assertEqual((done.returncode, done.stdout), (0, ""))

    def test_shellcheck_finds_what_is_careless(self):
        with tempfile.NamedTemporaryFile("w", suffix=".sh") as careless:
            careless.write("#!/usr/bin/env bash\nrm -rf $1/*\n")
            careless.flush()
            self.assertIn("SC2086", lint(pathlib.Path(careless.name)).stdout)

    def test_every_script_of_delivery_stops_at_the_first_failure(self):
        for file in (ROOT / "scripts/delivery").iterdir():
            if is_shell(file) and file.suffix != ".sh":
                self.assertIn("\nset -euo pipefail\n", file.read_text(), file.name)


if __name__ == "__main__":
    unittest.main()
