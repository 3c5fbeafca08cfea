# SPDX-License-Identifier: Apache-2.0
# Three datasets for each pipeline, as Sluice names them: what it staged, what production shows, and its own ledger.
# Workers fill them, and cannot make or drop others: Sluice makes a dataset only where it is missing.
locals {
  datasets = {
    for pair in setproduct(keys(var.pipelines), ["staging", "production", "sluice"]) :
    join("_", pair) => { pipeline = pair[0], kind = pair[1] }
  }
}

resource "google_bigquery_dataset" "warehouse" {
  for_each                   = local.datasets
  project                    = var.project
  dataset_id                 = replace(each.key, "-", "_")
  location                   = var.region
  description                = "${each.value.kind}: tables of the pipeline ${each.value.pipeline}, written by Sluice"
  delete_contents_on_destroy = false
}
