# SPDX-License-Identifier: Apache-2.0
# Four accounts, one for each who acts. None has a key: they are impersonated or attached.
resource "google_service_account" "worker" {
  project      = var.project
  account_id   = "sluice-worker"
  display_name = "Runs pipelines: Dataflow's workers and launcher, or a CronJob"
}

resource "google_service_account" "launcher" {
  project      = var.project
  account_id   = "sluice-launcher"
  display_name = "Launches pipelines for a person or for Airflow, and waits for their release"
}

resource "google_service_account" "scheduler" {
  project      = var.project
  account_id   = "sluice-scheduler"
  display_name = "Launches pipelines for Cloud Scheduler"
}

# In the project of the builds: a build's account must be of its own project.
resource "google_service_account" "promoter" {
  project      = var.delivery_project
  account_id   = "sluice-promoter-${var.name}"
  display_name = "Approves and releases staged runs after a person let a build go on"
}

# Launching, and nothing of the data. roles/dataflow.developer would also let it change and drain what others launched.
resource "google_project_iam_custom_role" "launcher" {
  project     = var.project
  role_id     = "sluiceLauncher"
  title       = "Sluice launcher"
  description = "Launches Flex Templates and follows their jobs"
  permissions = [
    "dataflow.jobs.cancel",
    "dataflow.jobs.create",
    "dataflow.jobs.get",
    "dataflow.jobs.list",
    "dataflow.messages.list",
  ]
}
