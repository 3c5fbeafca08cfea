# SPDX-License-Identifier: Apache-2.0
import copy
import pathlib
import unittest

import kubernetes_validate
import yaml

ROOT = pathlib.Path(__file__).parents[2]
FOLDER = ROOT / "deploy/kubernetes"
# The newest and the oldest that GKE offers; podFailurePolicy is stable in both.
VERSIONS = ("1.37", "1.32")


def read(name: str) -> dict:
    return yaml.safe_load((FOLDER / name).read_text())


def valid(manifest: dict) -> None:
    for version in VERSIONS:
        kubernetes_validate.validate(manifest, version, strict=True)


class KubernetesTest(unittest.TestCase):
    def setUp(self):
        self.cronjob = read("cronjob.yaml")
        self.job = self.cronjob["spec"]["jobTemplate"]["spec"]
        self.pod = self.job["template"]["spec"]
        self.container = self.pod["containers"][0]

    def test_is_what_kubernetes_reads(self):
        names = read("kustomization.yaml")["resources"]
        self.assertEqual(set(names), {file.name for file in FOLDER.glob("*.yaml")} - {"kustomization.yaml"})
        for name in names:
            valid(read(name))

    def test_refuses_a_misspelt_key_and_a_wrong_type(self):
        misspelt = copy.deepcopy(self.cronjob)
        misspelt["spec"]["concurencyPolicy"] = "Forbid"
        wrong = copy.deepcopy(self.cronjob)
        wrong["spec"]["jobTemplate"]["spec"]["backoffLimit"] = "two"
        for manifest in (misspelt, wrong):
            with self.assertRaises(kubernetes_validate.ValidationError):
                valid(manifest)

    def test_never_has_two_runs_at_once(self):
        self.assertEqual(self.cronjob["spec"]["concurrencyPolicy"], "Forbid")
        self.assertLess(self.job["activeDeadlineSeconds"], 24 * 3600)

    def test_tries_again_only_what_may_succeed_then(self):
        rules = {rule["action"]: rule for rule in self.job["podFailurePolicy"]["rules"]}
        self.assertEqual(rules["FailJob"]["onExitCodes"]["values"], [2, 3])
        self.assertEqual(rules["FailJob"]["onExitCodes"]["containerName"], self.container["name"])

    def test_may_do_nothing_but_run(self):
        self.assertTrue(self.pod["securityContext"]["runAsNonRoot"])
        self.assertFalse(self.pod["automountServiceAccountToken"])
        self.assertEqual(
            self.container["securityContext"],
            {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}},
        )
        self.assertRegex(self.container["image"], r"@sha256:[0-9a-f]{64}$")
        self.assertEqual(read("service-account.yaml")["metadata"]["name"], self.pod["serviceAccountName"])

    def test_has_a_place_to_spill_within_its_limits(self):
        mounts = {mount["mountPath"]: mount for mount in self.container["volumeMounts"]}
        self.assertNotIn("readOnly", mounts["/tmp"])
        limits = self.container["resources"]["limits"]
        volumes = {volume["name"]: volume for volume in self.pod["volumes"]}
        self.assertEqual(volumes["tmp"]["emptyDir"]["sizeLimit"], limits["ephemeral-storage"])

    def test_puts_every_file_of_the_spec_in_its_place(self):
        sources = self.pod["volumes"][0]["projected"]["sources"]
        placed = {item["path"] for source in sources for item in source["configMap"]["items"]}
        shop = ROOT / "examples/shop"
        files = {"pipeline.yaml"}
        files |= {str(file.relative_to(shop)) for folder in ("schemas", "models") for file in (shop / folder).iterdir()}
        self.assertEqual(placed, files)


if __name__ == "__main__":
    unittest.main()
