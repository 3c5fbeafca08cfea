# SPDX-License-Identifier: Apache-2.0
# One repository for both environments: production runs the digest that staging tested, without a copy.
resource "google_artifact_registry_repository" "sluice" {
  project       = var.projects.delivery
  location      = var.region
  repository_id = "sluice"
  format        = "DOCKER"
  description   = "Images of Sluice, one for each commit on main"
}

resource "google_artifact_registry_repository_iam_member" "build_writes" {
  project    = google_artifact_registry_repository.sluice.project
  location   = google_artifact_registry_repository.sluice.location
  repository = google_artifact_registry_repository.sluice.name
  role       = "roles/artifactregistry.writer"
  member     = google_service_account.build.member
}
