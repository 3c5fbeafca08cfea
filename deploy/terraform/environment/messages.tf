# SPDX-License-Identifier: Apache-2.0
# What runs tell: publish: {notify: pubsub:…} in the spec names this topic. It lies beside the builds that it starts.
resource "google_pubsub_topic" "runs" {
  project                    = var.delivery_project
  name                       = "sluice-runs-${var.name}"
  message_retention_duration = "604800s"
}

# For whoever wants to see every run; the trigger of a promotion has a subscription of its own.
resource "google_pubsub_subscription" "runs" {
  project                    = var.delivery_project
  name                       = "sluice-runs-${var.name}"
  topic                      = google_pubsub_topic.runs.id
  ack_deadline_seconds       = 60
  message_retention_duration = "604800s"

  expiration_policy {
    ttl = "" # never
  }
}
