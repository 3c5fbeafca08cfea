# SPDX-License-Identifier: Apache-2.0
import pathlib
import re
import shutil
import subprocess
import unittest

import terraform_policy

HERE = pathlib.Path(__file__).parent
TERRAFORM = HERE.parents[1] / "deploy/terraform"


class TerraformTest(unittest.TestCase):
    maxDiff = None

    def test_grants_only_what_is_on_the_lists(self):
        self.assertGreater(len(list(terraform_policy.resources(TERRAFORM))), 40)
        self.assertEqual(terraform_policy.problems(TERRAFORM), [])

    def test_refers_only_to_what_is_there(self):
        self.assertEqual(terraform_policy.dangling(TERRAFORM), [])
        self.assertEqual(terraform_policy.dangling(TERRAFORM / "environment"), [])
        self.assertEqual(terraform_policy.dangling(HERE / "samples"), ["careless.tf: var.nobody is not there"])

    def test_refuses_every_carelessness_of_the_sample(self):
        found = [re.sub(r"^careless\.tf: google_", "", problem) for problem in terraform_policy.problems(HERE / "samples")]
        self.assertEqual(
            found,
            [
                "project_iam_member.primitive grants roles/editor, which is not on the list",
                "project_iam_member.primitive names roles/editor",
                "project_iam_member.all_data grants roles/storage.admin, which is not on the list",
                "project_iam_member.all_tables grants roles/bigquery.dataEditor, which is not on the list",
                "project_iam_member.hidden grants ${each.value}, which is not on the list",
                "project_iam_member.hidden names roles/owner",
                "project_iam_binding.replaces grants in a way that is not on the list",
                "storage_bucket_iam_member.public names allUsers",
                "pubsub_topic_iam_member.known names allAuthenticatedUsers",
                "service_account_iam_member.any_pod grants to principalSet://iam.googleapis.com/p/*",
                "project_iam_custom_role.wildcard has the permission dataflow.*",
                "project_iam_custom_role.wildcard has the permission storage.objects.get",
                "storage_bucket.open has rights of single objects: uniform_bucket_level_access must be true",
                'storage_bucket.open can be made public: public_access_prevention must be "enforced"',
                "bigquery_dataset.fragile drops tables with itself, or grants in its own block",
                "service_account_key.key makes a key, which can be lost",
            ],
        )

    def test_lets_a_person_decide_what_reaches_production(self):
        triggers = {where.split(".")[-1]: body for where, kind, body in terraform_policy.resources(TERRAFORM) if kind == "google_cloudbuild_trigger"}
        waits = {name: body["approval_config"][0]["approval_required"] for name, body in triggers.items() if "approval_config" in body}
        self.assertEqual({name: str(value).lower() for name, value in waits.items()}, {"production": "true", "promote": "true"})
        self.assertEqual(set(triggers), {"main", "production", "promote"})

    def test_gives_what_runs_on_every_commit_nothing_in_production(self):
        for where, kind, body in terraform_policy.resources(TERRAFORM):
            if "google_service_account.build.member" in str(body) and "_iam_" in kind:
                on = {key: value for key, value in body.items() if key in ("bucket", "project", "service_account_id", "topic")}
                self.assertNotIn("production", str(on), where)

    @unittest.skipUnless(shutil.which("terraform"), "terraform is not installed")
    def test_is_formatted(self):
        check = ["terraform", "fmt", "-check", "-diff", "-recursive", str(TERRAFORM)]
        done = subprocess.run(check, capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (0, ""))

    def test_fills_in_every_substitution_of_the_builds(self):
        builds = (TERRAFORM / "builds.tf").read_text()
        for name in ("cloudbuild.yaml", "cloudbuild.production.yaml", "cloudbuild.promote.yaml"):
            declared = set(re.findall(r"^  (_[A-Z0-9_]+):", (HERE.parents[1] / name).read_text(), re.MULTILINE))
            trigger = next(part for part in builds.split("resource ") if f'"{name}"' in part)
            filled = set(re.findall(r"^    (_[A-Z0-9_]+) ", trigger, re.MULTILINE))
            # What a filter alone looks at need not be a substitution of the build.
            self.assertEqual(filled - {"_TYPE", "_PIPELINE"}, declared, name)


if __name__ == "__main__":
    unittest.main()
