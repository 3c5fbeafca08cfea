# SPDX-License-Identifier: Apache-2.0
# The services that an empty project lacks.
resource "google_project_service" "delivery" {
  for_each           = toset(["artifactregistry.googleapis.com", "cloudbuild.googleapis.com", "pubsub.googleapis.com"])
  project            = var.projects.delivery
  service            = each.value
  disable_on_destroy = false
}
