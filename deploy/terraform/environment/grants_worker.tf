# SPDX-License-Identifier: Apache-2.0
# What workers may: lease work, read what is launched, write lake, temporary files and warehouse, tell of runs.
resource "google_project_iam_member" "worker_leases_work" {
  project = var.project
  role    = "roles/dataflow.worker"
  member  = google_service_account.worker.member
}

# To start load jobs and queries; on which data is said dataset by dataset.
resource "google_project_iam_member" "worker_runs_jobs" {
  project = var.project
  role    = "roles/bigquery.jobUser"
  member  = google_service_account.worker.member
}

resource "google_bigquery_dataset_iam_member" "worker_fills" {
  for_each   = google_bigquery_dataset.warehouse
  project    = var.project
  dataset_id = each.value.dataset_id
  role       = "roles/bigquery.dataEditor"
  member     = google_service_account.worker.member
}

resource "google_storage_bucket_iam_member" "worker_lake" {
  bucket = google_storage_bucket.lake.name
  role   = "roles/storage.objectUser"
  member = google_service_account.worker.member
}

resource "google_storage_bucket_iam_member" "worker_temp" {
  bucket = google_storage_bucket.temp.name
  role   = "roles/storage.objectUser"
  member = google_service_account.worker.member
}

resource "google_storage_bucket_iam_member" "worker_launch" {
  bucket = google_storage_bucket.launch.name
  role   = "roles/storage.objectViewer"
  member = google_service_account.worker.member
}

resource "google_pubsub_topic_iam_member" "worker_tells" {
  project = google_pubsub_topic.runs.project
  topic   = google_pubsub_topic.runs.name
  role    = "roles/pubsub.publisher"
  member  = google_service_account.worker.member
}

resource "google_artifact_registry_repository_iam_member" "worker_pulls" {
  project    = var.repository.project
  location   = var.repository.location
  repository = var.repository.name
  role       = "roles/artifactregistry.reader"
  member     = google_service_account.worker.member
}

# A CronJob runs as the worker, without a key.
resource "google_service_account_iam_member" "kubernetes" {
  count              = var.kubernetes == null ? 0 : 1
  service_account_id = google_service_account.worker.id
  role               = "roles/iam.workloadIdentityUser"
  member             = "serviceAccount:${var.project}.svc.id.goog[${var.kubernetes}]"
}
