# SPDX-License-Identifier: Apache-2.0
# The lake. Nothing here deletes live objects by age: only `sluice gc` knows what no manifest names. What is overwritten
# or deleted can be brought back for thirty days.
resource "google_storage_bucket" "lake" {
  project                     = var.project
  name                        = "${var.project}-sluice-lake"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = false

  versioning {
    enabled = true
  }

  lifecycle_rule {
    condition {
      days_since_noncurrent_time = 30
    }
    action {
      type = "Delete"
    }
  }

  lifecycle {
    prevent_destroy = true
  }
}

# What Dataflow keeps while a job runs, and what performance tests leave.
resource "google_storage_bucket" "temp" {
  project                     = var.project
  name                        = "${var.project}-sluice-temp"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = true

  versioning {
    enabled = false
  }

  # Kept a week by soft deletion otherwise, and paid for.
  soft_delete_policy {
    retention_duration_seconds = 0
  }

  lifecycle_rule {
    condition {
      age = 7
    }
    action {
      type = "Delete"
    }
  }
}

# What is launched: templates/, specs/PIPELINE/. Workers can read it and not write it.
resource "google_storage_bucket" "launch" {
  project                     = var.project
  name                        = "${var.project}-sluice-launch"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = false

  versioning {
    enabled = true
  }

  lifecycle_rule {
    condition {
      days_since_noncurrent_time = 365
    }
    action {
      type = "Delete"
    }
  }
}
