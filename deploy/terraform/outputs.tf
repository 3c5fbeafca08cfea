# SPDX-License-Identifier: Apache-2.0
output "environments" {
  description = "What specs, CronJobs and DAGs need to name."
  value = {
    for name, environment in module.environment : name => {
      lake_bucket   = environment.lake_bucket
      launch_bucket = environment.launch_bucket
      temp_bucket   = environment.temp_bucket
      runs_topic    = environment.runs_topic
      worker        = environment.worker.email
      launcher      = environment.launcher.email
    }
  }
}
