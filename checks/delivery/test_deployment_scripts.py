# SPDX-License-Identifier: Apache-2.0
"""The scripts that bring a tested commit to staging and to production, without gcloud and docker."""

import hashlib
import json
import unittest

from scripts_case import COMMIT, IMAGE, ROOT, ScriptsCase

TAG = IMAGE.split("@")[0] + ":" + COMMIT
STAGED = f"gs://staging/templates/{COMMIT}.json"
PRODUCTION = "gs://production/templates"


class DeploymentScriptsTest(ScriptsCase):
    def staged(self) -> str:
        """A template in staging, and its SHA-256."""
        text = json.dumps({"image": IMAGE})
        self.file(f"fake/buckets/staging/templates/{COMMIT}.json", text)
        return hashlib.sha256(text.encode()).hexdigest()

    def test_pushes_and_notes_the_digest_under_this_name(self):
        self.file("fake/digests", f"elsewhere/sluice@sha256:{'b' * 64}\n{IMAGE}\n")
        self.succeeds("push-image", TAG, self.folder / "out/image")
        self.assertEqual((self.folder / "out/image").read_text(), IMAGE + "\n")
        self.assertEqual(self.calls()[0], ["push", "--quiet", TAG])

    def test_pushes_nothing_without_a_commit_and_ends_without_a_digest(self):
        self.refuses("NAME:COMMIT is", "push-image", "sluice:latest", self.folder / "image")
        self.assertEqual(self.calls(), [])
        self.file("fake/digests", "")
        self.refuses("has no digest", "push-image", TAG, self.folder / "image")

    @unittest.skipUnless((ROOT / "templates/sluice-metadata.json").exists(), "there is no template yet")
    def test_deploys_the_image_by_digest_and_notes_the_templates_digest(self):
        image = self.file("image", IMAGE + "\n")
        self.succeeds("deploy-template", image, STAGED, self.folder / "sha256")
        text = self.object(f"staging/templates/{COMMIT}.json").read_bytes()
        self.assertEqual(json.loads(text)["image"], IMAGE)
        self.assertEqual((self.folder / "sha256").read_text().strip(), hashlib.sha256(text).hexdigest())
        self.assertEqual(self.object("staging/templates/current.json").read_bytes(), text)

    def test_deploys_no_image_by_tag(self):
        image = self.file("image", TAG)
        self.refuses("the image is", "deploy-template", image, STAGED, self.folder / "sha256")
        self.assertEqual(self.calls(), [])

    def test_tells_exactly_what_was_tested(self):
        image, sha256 = self.file("image", IMAGE), self.file("sha256", "d" * 64)
        for _ in range(2):
            self.succeeds("announce", "projects/p/topics/t", COMMIT, image, STAGED, sha256)
        first, second = self.calls()
        self.assertEqual(first, second)
        self.assertEqual(first[:4], ["pubsub", "topics", "publish", "projects/p/topics/t"])
        self.assertEqual(first[5], f"--attribute=type=deployment.tested,commit={COMMIT}")
        expected = {
            "version": 1,
            "type": "deployment.tested",
            "commit": COMMIT,
            "image": IMAGE,
            "template": STAGED,
            "template_sha256": "d" * 64,
        }
        self.assertEqual(first[4], "--message=" + json.dumps(expected, separators=(",", ":")))

    def test_tells_nothing_that_is_not_what_it_should_be(self):
        image, sha256 = self.file("image", IMAGE), self.file("sha256", "d" * 64)
        arguments = ["projects/p/topics/t", COMMIT, image, STAGED, sha256]
        wrong = {0: "t", 1: 'x","image":"evil', 2: self.file("tag", TAG), 3: "gs://b/x.json\n", 4: self.file("none", "")}
        for place, value in wrong.items():
            given = [value if at == place else each for at, each in enumerate(arguments)]
            self.refuses("which has not the form", "announce", *given)
        self.assertEqual(self.calls(), [])

    def test_brings_the_tested_bytes_to_production(self):
        sha256 = self.staged()
        for _ in range(2):
            self.succeeds("promote-template", COMMIT, IMAGE, STAGED, sha256, PRODUCTION)
        for name in (COMMIT, "current"):
            copied = self.object(f"production/templates/{name}.json").read_bytes()
            self.assertEqual(hashlib.sha256(copied).hexdigest(), sha256)
        self.assertEqual(self.calls()[2][-1], f"{PRODUCTION}/current.json")

    def test_promotes_no_template_that_changed_or_names_another_image(self):
        sha256 = self.staged()
        self.refuses("somebody changed it", "promote-template", COMMIT, IMAGE, STAGED, "e" * 64, PRODUCTION)
        other = IMAGE[:-1] + "b"
        self.refuses("was tested", "promote-template", COMMIT, other, STAGED, sha256, PRODUCTION)
        self.assertFalse(self.object("production").exists())

    def test_prints_todays_digests_for_terraform(self):
        self.file("fake/digests", f"sha256:{'f' * 64}\n")
        lines = self.succeeds("pin-images").stdout.splitlines()
        self.assertEqual((lines[0], lines[-1]), ("images = {", "}"))
        self.assertIn(f'  docker    = "docker@sha256:{"f" * 64}"', lines)
        self.assertEqual(len(lines), 8)


if __name__ == "__main__":
    unittest.main()
