# SPDX-License-Identifier: Apache-2.0
# The three builds. Whether one waits for a person is said here: a build file cannot say it.
locals {
  staging    = module.environment["staging"]
  production = module.environment["production"]
  registry   = "${var.region}-docker.pkg.dev/${var.projects.delivery}/${google_artifact_registry_repository.sluice.repository_id}"
}

resource "google_pubsub_topic" "deployments" {
  project = var.projects.delivery
  name    = "sluice-deployments"
}

# Every commit on main: cloudbuild.yaml.
resource "google_cloudbuild_trigger" "main" {
  project         = var.projects.delivery
  location        = var.region
  name            = "sluice-main"
  filename        = "cloudbuild.yaml"
  service_account = google_service_account.build.id

  repository_event_config {
    repository = var.repository
    push {
      branch = "^main$"
    }
  }

  substitutions = {
    _DOCKER_IMAGE      = var.images.docker
    _GCLOUD_IMAGE      = var.images.gcloud
    _GO_IMAGE          = var.images.go
    _LAUNCHER_IMAGE    = var.images.launcher
    _MAVEN_IMAGE       = var.images.maven
    _TERRAFORM_IMAGE   = var.images.terraform
    _REGION            = var.region
    _REPOSITORY        = local.registry
    _STAGING_PROJECT   = var.projects.staging
    _STAGING_TEMPLATES = "gs://${local.staging.launch_bucket}/templates"
    _STAGING_SPACE     = "gs://${local.staging.temp_bucket}/performance"
    _STAGING_WORKER    = local.staging.worker.email
    _DEPLOYMENTS_TOPIC = google_pubsub_topic.deployments.id
    _LOAD_ORDERS       = var.load.orders
    _LOAD_MAX_SECONDS  = var.load.max_seconds
  }
}

# A tested deployment, after a person approved: cloudbuild.production.yaml. The script comes from main; what it copies
# comes from the message.
resource "google_cloudbuild_trigger" "production" {
  project         = var.projects.delivery
  location        = var.region
  name            = "sluice-production"
  service_account = google_service_account.deployer.id
  filter          = "_TYPE == \"deployment.tested\""

  pubsub_config {
    topic = google_pubsub_topic.deployments.id
  }

  approval_config {
    approval_required = true
  }

  source_to_build {
    repository = var.repository
    ref        = "refs/heads/main"
    repo_type  = "GITHUB"
  }

  git_file_source {
    repository = var.repository
    path       = "cloudbuild.production.yaml"
    revision   = "refs/heads/main"
    repo_type  = "GITHUB"
  }

  substitutions = {
    _GCLOUD_IMAGE         = var.images.gcloud
    _PRODUCTION_TEMPLATES = "gs://${local.production.launch_bucket}/templates"
    _TYPE                 = "$(body.message.attributes.type)"
    _COMMIT               = "$(body.message.data.commit)"
    _IMAGE                = "$(body.message.data.image)"
    _TEMPLATE             = "$(body.message.data.template)"
    _TEMPLATE_SHA256      = "$(body.message.data.template_sha256)"
  }
}

# A staged run of a pipeline in production, after a person approved: cloudbuild.promote.yaml.
resource "google_cloudbuild_trigger" "promote" {
  for_each        = var.pipelines
  project         = var.projects.delivery
  location        = var.region
  name            = "sluice-promote-${each.key}"
  service_account = local.production.promoter.id
  filter          = "_TYPE == \"run.staged\" && _PIPELINE == \"${each.key}\""

  pubsub_config {
    topic = local.production.runs_topic
  }

  approval_config {
    approval_required = true
  }

  source_to_build {
    repository = var.repository
    ref        = "refs/heads/main"
    repo_type  = "GITHUB"
  }

  git_file_source {
    repository = var.repository
    path       = "cloudbuild.promote.yaml"
    revision   = "refs/heads/main"
    repo_type  = "GITHUB"
  }

  substitutions = {
    _GCLOUD_IMAGE = var.images.gcloud
    _SLUICE_IMAGE = var.sluice_image
    _SPEC         = "gs://${local.production.launch_bucket}/specs/${each.key}"
    _TYPE         = "$(body.message.attributes.type)"
    _PIPELINE     = "$(body.message.attributes.pipeline)"
    _RUN          = "$(body.message.data.data.run_id)"
    _DIGEST       = "$(body.message.data.data.versions.manifest_digest)"
  }
}
