# SPDX-License-Identifier: Apache-2.0
# Launches each pipeline when its time has come.
#
# Two runs never overlap. The job's name is always the pipeline's, and Dataflow refuses a second active job of a name
# (409), so a run that is late makes the scheduler skip: its attempts end, and the next time comes. What it left is
# taken in then, for a run reads all that is new. Were two runs started at once all the same, by hand or by another
# project: one commits, the other exits with 3, and nothing of it is visible.
resource "google_cloud_scheduler_job" "pipeline" {
  for_each         = var.pipelines
  project          = var.project
  region           = var.region
  name             = "sluice-${each.key}"
  description      = "Launches the pipeline ${each.key} from the template in use"
  schedule         = each.value.schedule
  time_zone        = "UTC"
  attempt_deadline = "180s"

  retry_config {
    retry_count          = 3
    min_backoff_duration = "60s"
    max_backoff_duration = "600s"
    max_doublings        = 3
  }

  http_target {
    http_method = "POST"
    uri         = "https://dataflow.googleapis.com/v1b3/projects/${var.project}/locations/${var.region}/flexTemplates:launch"
    headers     = { "Content-Type" = "application/json" }
    body = base64encode(templatefile("${path.module}/launch.json.tftpl", {
      job         = "sluice-${replace(each.key, "_", "-")}"
      template    = "gs://${google_storage_bucket.launch.name}/templates/current.json"
      spec        = "gs://${google_storage_bucket.launch.name}/specs/${each.key}"
      temp        = "gs://${google_storage_bucket.temp.name}/dataflow/${each.key}"
      worker      = google_service_account.worker.email
      max_workers = each.value.max_workers
      pipeline    = each.key
    }))

    oauth_token {
      service_account_email = google_service_account.scheduler.email
      scope                 = "https://www.googleapis.com/auth/cloud-platform"
    }
  }
}
