# SPDX-License-Identifier: Apache-2.0
import pathlib
import re
import subprocess
import sysconfig
import unittest

import dockerfile_policy

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parents[1]
DOCKERFILE = ROOT / "Dockerfile"
HADOLINT = pathlib.Path(sysconfig.get_path("scripts")) / "hadolint"


def lint(file: pathlib.Path) -> subprocess.CompletedProcess:
    return subprocess.run([HADOLINT, "--no-color", str(file)], capture_output=True, text=True)


class DockerfileTest(unittest.TestCase):
    def setUp(self):
        self.text = DOCKERFILE.read_text()
        self.last = dockerfile_policy.stages(self.text)[-1]

    def test_satisfies_hadolint(self):
        done = lint(DOCKERFILE)
        self.assertEqual((done.returncode, done.stdout), (0, ""))
        self.assertIn("DL3002", lint(HERE / "samples/Careless.Dockerfile").stdout)

    def test_satisfies_the_policy(self):
        self.assertEqual(list(dockerfile_policy.problems(self.text)), [])

    def test_refuses_every_carelessness_of_the_sample(self):
        self.assertEqual(
            list(dockerfile_policy.problems((HERE / "samples/Careless.Dockerfile").read_text())),
            [
                "ARG BASE=debian:latest has a default: a base comes by digest, from outside",
                "FROM ${BASE} is not an argument",
                "FROM eclipse-temurin:17 is not an argument",
                "ARG REPOSITORY_TOKEN looks like a secret, and stays in the image",
                "ADD https://example.com/tool.tar.gz /opt: only COPY says exactly what it does",
                "the last USER is root: it must be a number that is not 0",
                "the last stage has no ENTRYPOINT of its own, as a list",
            ],
        )

    def test_starts_the_launcher_and_names_the_main_class(self):
        self.assertIn(("ENTRYPOINT", '["/opt/google/dataflow/java_template_launcher"]'), self.last)
        environment = " ".join(rest for name, rest in self.last if name == "ENV")
        self.assertIn("FLEX_TEMPLATE_JAVA_MAIN_CLASS=dev.sluice.launch.TemplateMain", environment)
        self.assertIn("FLEX_TEMPLATE_JAVA_CLASSPATH=/opt/sluice/lib/sluice.jar", environment)
        self.assertIn("SLUICE_COMMIT=${SLUICE_COMMIT}", environment)

    def test_is_given_every_base_by_the_build(self):
        build = (ROOT / "cloudbuild.yaml").read_text()
        for stage in ("ci", "sluice"):
            step = next(part for part in build.split("- id: ") if f"--target={stage}" in part)
            given = dict(re.findall(r"--build-arg=([A-Z_]+)=\$\{(\w+)\}", step))
            bases = dockerfile_policy.base_arguments(self.text)
            self.assertEqual({name: given.get(name) for name in bases}, {name: f"_{name}" for name in bases})

    def test_copies_only_what_its_context_holds(self):
        ignored = (ROOT / ".dockerignore").read_text().splitlines()
        self.assertIn("*", ignored)
        kept = {line[1:] for line in ignored if line.startswith("!")}
        copied = set()
        for name, rest in dockerfile_policy.instructions(self.text):
            if name == "COPY" and "--from=" not in rest:
                copied |= set(rest.split()[:-1])
        self.assertEqual(copied, kept)
        # templates/ comes with the launcher's main class.
        self.assertEqual({path for path in copied - {"templates"} if not (ROOT / path).exists()}, set())


if __name__ == "__main__":
    unittest.main()
