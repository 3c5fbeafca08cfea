# SPDX-License-Identifier: Apache-2.0
# Two environments alike, and what delivers to them.
module "environment" {
  source   = "./environment"
  for_each = { staging = var.projects.staging, production = var.projects.production }

  name             = each.key
  project          = each.value
  delivery_project = var.projects.delivery
  region           = var.region
  repository       = google_artifact_registry_repository.sluice
  pipelines        = var.pipelines
  kubernetes       = var.kubernetes
  launchers        = var.launchers
}
