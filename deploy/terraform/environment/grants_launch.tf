# SPDX-License-Identifier: Apache-2.0
# Who launches may create jobs that run as the worker, and read what is launched.
locals {
  launchers = {
    launcher  = google_service_account.launcher.member
    scheduler = google_service_account.scheduler.member
  }
}

resource "google_project_iam_member" "launches" {
  for_each = local.launchers
  project  = var.project
  role     = google_project_iam_custom_role.launcher.id
  member   = each.value
}

resource "google_service_account_iam_member" "acts_as_worker" {
  for_each           = local.launchers
  service_account_id = google_service_account.worker.id
  role               = "roles/iam.serviceAccountUser"
  member             = each.value
}

# Airflow, or a person, becomes the launcher for an hour at a time.
resource "google_service_account_iam_member" "becomes_launcher" {
  for_each           = var.launchers
  service_account_id = google_service_account.launcher.id
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = each.value
}

resource "google_storage_bucket_iam_member" "reads_templates" {
  for_each = local.launchers
  bucket   = google_storage_bucket.launch.name
  role     = "roles/storage.objectViewer"
  member   = each.value
}

# Airflow waits until the release document in the lake names its run.
resource "google_storage_bucket_iam_member" "launcher_sees_releases" {
  bucket = google_storage_bucket.lake.name
  role   = "roles/storage.objectViewer"
  member = google_service_account.launcher.member
}
