# SPDX-License-Identifier: Apache-2.0
# Who builds, and who brings a deployment to production: two accounts, so that what runs on every commit cannot reach
# production.
resource "google_service_account" "build" {
  project      = var.projects.delivery
  account_id   = "sluice-build"
  display_name = "Builds, tests, deploys to staging"
}

resource "google_service_account" "deployer" {
  project      = var.projects.delivery
  account_id   = "sluice-deployer"
  display_name = "Copies a tested template to production"
}

# A build with an account of its own must be allowed to write its log.
resource "google_project_iam_member" "logs" {
  for_each = {
    build    = google_service_account.build.member
    deployer = google_service_account.deployer.member
    promoter = local.production.promoter.member
  }
  project = var.projects.delivery
  role    = "roles/logging.logWriter"
  member  = each.value
}

resource "google_project_iam_member" "approvers" {
  for_each = var.approvers
  project  = var.projects.delivery
  role     = "roles/cloudbuild.builds.approver"
  member   = each.value
}

# The performance test launches the deployed template in staging, as staging's launcher would, and looks at the result.
resource "google_project_iam_member" "build_launches" {
  project = var.projects.staging
  role    = local.staging.launcher_role
  member  = google_service_account.build.member
}

resource "google_service_account_iam_member" "build_acts_as_worker" {
  service_account_id = local.staging.worker.id
  role               = "roles/iam.serviceAccountUser"
  member             = google_service_account.build.member
}

resource "google_storage_bucket_iam_member" "build_templates" {
  bucket = local.staging.launch_bucket
  role   = "roles/storage.objectUser"
  member = google_service_account.build.member
}

resource "google_storage_bucket_iam_member" "build_temp" {
  bucket = local.staging.temp_bucket
  role   = "roles/storage.objectUser"
  member = google_service_account.build.member
}

resource "google_pubsub_topic_iam_member" "build_tells" {
  project = google_pubsub_topic.deployments.project
  topic   = google_pubsub_topic.deployments.name
  role    = "roles/pubsub.publisher"
  member  = google_service_account.build.member
}

resource "google_storage_bucket_iam_member" "deployer_reads_staging" {
  bucket = local.staging.launch_bucket
  role   = "roles/storage.objectViewer"
  member = google_service_account.deployer.member
}

resource "google_storage_bucket_iam_member" "deployer_writes_production" {
  bucket = local.production.launch_bucket
  role   = "roles/storage.objectUser"
  member = google_service_account.deployer.member
}
