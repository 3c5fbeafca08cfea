# SPDX-License-Identifier: Apache-2.0
output "lake_bucket" {
  value = google_storage_bucket.lake.name
}

output "launch_bucket" {
  value = google_storage_bucket.launch.name
}

output "temp_bucket" {
  value = google_storage_bucket.temp.name
}

output "runs_topic" {
  value = google_pubsub_topic.runs.id
}

output "worker" {
  value = google_service_account.worker
}

output "launcher" {
  value = google_service_account.launcher
}

output "promoter" {
  value = google_service_account.promoter
}

output "launcher_role" {
  value = google_project_iam_custom_role.launcher.id
}
