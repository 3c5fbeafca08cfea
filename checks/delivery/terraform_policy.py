# SPDX-License-Identifier: Apache-2.0
"""What Terraform files may grant: what is not on the lists here is refused."""

import pathlib
import re
from collections.abc import Iterator

import hcl2

# A resource that grants adds one member to one thing; it never replaces what others granted.
ROLES = {
    # Of a project, only what cannot be had of anything smaller, and reads or writes no data set.
    "google_project_iam_member": {
        "roles/bigquery.jobUser",
        "roles/cloudbuild.builds.approver",
        "roles/dataflow.worker",
        "roles/logging.logWriter",
    },
    "google_artifact_registry_repository_iam_member": {"roles/artifactregistry.reader", "roles/artifactregistry.writer"},
    "google_bigquery_dataset_iam_member": {"roles/bigquery.dataEditor", "roles/bigquery.dataViewer"},
    "google_pubsub_topic_iam_member": {"roles/pubsub.publisher"},
    "google_pubsub_subscription_iam_member": {"roles/pubsub.subscriber"},
    "google_service_account_iam_member": {
        "roles/iam.serviceAccountTokenCreator",
        "roles/iam.serviceAccountUser",
        "roles/iam.workloadIdentityUser",
    },
    "google_storage_bucket_iam_member": {"roles/storage.objectUser", "roles/storage.objectViewer"},
}
# Roles of one's own are lists of permissions; these beginnings are of data or of rights.
FORBIDDEN_PERMISSIONS = re.compile(r"\*|^(storage|bigquery|iam|resourcemanager|secretmanager)\.|setIamPolicy$")
CUSTOM_ROLE = re.compile(r"^\$\{(google_project_iam_custom_role\.\w+\.id|local\.staging\.launcher_role)\}$")
PRIMITIVE = re.compile(r"\broles/(owner|editor|viewer)\b")
EVERYBODY = re.compile(r"\ball(Authenticated)?Users\b")


def resources(folder: pathlib.Path) -> Iterator[tuple[str, str, dict]]:
    """Each resource as its file and name, its kind, and its body."""
    for file in sorted(folder.rglob("*.tf")):
        with file.open() as text:
            for block in hcl2.load(text).get("resource", []):
                for kind, named in block.items():
                    for name, body in named.items():
                        kind, name = kind.strip('"'), name.strip('"')
                        yield f"{file.relative_to(folder)}: {kind}.{name}", kind, body


def plain(value: object) -> object:
    return value.strip('"') if isinstance(value, str) else value


def grant(kind: str, body: dict) -> Iterator[str]:
    role = plain(body.get("role"))
    if kind not in ROLES:
        yield "grants in a way that is not on the list"
    elif kind == "google_project_iam_member" and CUSTOM_ROLE.match(str(role)):
        pass
    elif role not in ROLES[kind]:
        yield f"grants {role}, which is not on the list"
    if "*" in str(body.get("member")):
        yield f"grants to {plain(body['member'])}"


def bucket(body: dict) -> Iterator[str]:
    if body.get("uniform_bucket_level_access") not in (True, "true"):
        yield "has rights of single objects: uniform_bucket_level_access must be true"
    if plain(body.get("public_access_prevention")) != "enforced":
        yield 'can be made public: public_access_prevention must be "enforced"'


def strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            if key != "__comments__":
                yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)
    elif isinstance(value, str):
        yield value


def problems_of(kind: str, body: dict) -> Iterator[str]:
    if "_iam_" in kind and kind != "google_project_iam_custom_role":
        yield from grant(kind, body)
    if kind == "google_project_iam_custom_role":
        for permission in map(plain, body.get("permissions", [])):
            if FORBIDDEN_PERMISSIONS.search(permission):
                yield f"has the permission {permission}"
    if kind == "google_storage_bucket":
        yield from bucket(body)
    if kind == "google_bigquery_dataset" and (body.get("delete_contents_on_destroy") or "access" in body):
        yield "drops tables with itself, or grants in its own block"
    if kind == "google_service_account_key":
        yield "makes a key, which can be lost"
    for text in strings(body):
        for pattern in (PRIMITIVE, EVERYBODY):
            if found := pattern.search(text):
                yield f"names {found.group()}"


def problems(folder: pathlib.Path) -> list[str]:
    return [f"{where} {problem}" for where, kind, body in resources(folder) for problem in problems_of(kind, body)]


def dangling(module: pathlib.Path) -> list[str]:
    """References of one module to what it does not have."""
    blocks = {"variable": "var.", "locals": "local.", "module": "module."}
    known, used = set(), {}
    for file in sorted(module.glob("*.tf")):
        with file.open() as text:
            tree = hcl2.load(text)
        for block, prefix in blocks.items():
            known |= {prefix + plain(name) for each in tree.get(block, []) for name in each}
        known |= {f"{plain(kind)}.{plain(name)}" for each in tree.get("resource", []) for kind in each for name in each[kind]}
        for text in strings(tree):
            for reference in re.findall(r"\b(?:var|local|module|google_\w+)\.\w+", text):
                used.setdefault(reference, file.name)
    return [f"{file}: {reference} is not there" for reference, file in used.items() if reference not in known]
