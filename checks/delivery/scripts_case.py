# SPDX-License-Identifier: Apache-2.0
"""What tests of scripts share: a folder, programs that stand in for gcloud and docker, and what these were called with."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parents[1]
COMMIT = "c0ffee" + "0" * 34
IMAGE = "europe-west1-docker.pkg.dev/p/sluice/sluice@sha256:" + "a" * 64


class ScriptsCase(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="sluice-delivery-")
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        self.fake = self.folder / "fake"
        self.fake.mkdir()

    def call(self, script: str, *arguments, **environment: str) -> subprocess.CompletedProcess:
        # No gcloud and no docker of this machine: neither its accounts nor its network are to be touched.
        given = {
            **os.environ,
            "PATH": f"{HERE / 'fakes'}:{os.environ['PATH']}",
            "FAKE": str(self.fake),
            "FAKE_SLUICE": str(ROOT / "sluice"),
            "PYTHON": sys.executable,
            **environment,
        }
        command = [str(ROOT / "scripts/delivery" / script), *map(str, arguments)]
        return subprocess.run(command, env=given, capture_output=True, text=True)

    def succeeds(self, script: str, *arguments, **environment: str) -> subprocess.CompletedProcess:
        done = self.call(script, *arguments, **environment)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def refuses(self, message: str, script: str, *arguments, status: int = 1, **environment: str) -> None:
        done = self.call(script, *arguments, **environment)
        self.assertEqual(done.returncode, status, done.stderr)
        self.assertIn(message, done.stderr + done.stdout)

    def calls(self) -> list[list[str]]:
        file = self.fake / "calls"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    def file(self, name: str, text: str) -> pathlib.Path:
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text)
        return self.folder / name

    def object(self, name: str) -> pathlib.Path:
        return self.fake / "buckets" / name
