# SPDX-License-Identifier: Apache-2.0
# Who promotes data writes decisions and releases to the lake, and makes the warehouse follow.
resource "google_storage_bucket_iam_member" "promoter_lake" {
  bucket = google_storage_bucket.lake.name
  role   = "roles/storage.objectUser"
  member = google_service_account.promoter.member
}

resource "google_storage_bucket_iam_member" "promoter_launch" {
  bucket = google_storage_bucket.launch.name
  role   = "roles/storage.objectViewer"
  member = google_service_account.promoter.member
}

resource "google_project_iam_member" "promoter_runs_jobs" {
  project = var.project
  role    = "roles/bigquery.jobUser"
  member  = google_service_account.promoter.member
}

resource "google_bigquery_dataset_iam_member" "promoter_fills" {
  for_each   = google_bigquery_dataset.warehouse
  project    = var.project
  dataset_id = each.value.dataset_id
  role       = "roles/bigquery.dataEditor"
  member     = google_service_account.promoter.member
}

resource "google_artifact_registry_repository_iam_member" "promoter_pulls" {
  project    = var.repository.project
  location   = var.repository.location
  repository = var.repository.name
  role       = "roles/artifactregistry.reader"
  member     = google_service_account.promoter.member
}
