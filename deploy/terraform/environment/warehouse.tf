# SPDX-License-Identifier: Apache-2.0
# Two datasets for each pipeline. Workers fill them and cannot make or drop others.
locals {
  datasets = {
    for pair in setproduct(keys(var.pipelines), ["staging", "production"]) :
    join("_", pair) => { pipeline = pair[0], kind = pair[1] }
  }
}

resource "google_bigquery_dataset" "warehouse" {
  for_each                   = local.datasets
  project                    = var.project
  dataset_id                 = replace(each.key, "-", "_")
  location                   = var.region
  description                = "${each.value.kind} tables of the pipeline ${each.value.pipeline}, written by Sluice"
  delete_contents_on_destroy = false
}
