# SPDX-License-Identifier: Apache-2.0
# The services that an empty project lacks; Dataflow and BigQuery too, for builds of this project call them.
resource "google_project_service" "delivery" {
  for_each = toset([
    "artifactregistry.googleapis.com",
    "bigquery.googleapis.com",
    "cloudbuild.googleapis.com",
    "dataflow.googleapis.com",
    "pubsub.googleapis.com",
    "storage.googleapis.com",
  ])
  project            = var.projects.delivery
  service            = each.value
  disable_on_destroy = false
}
