# SPDX-License-Identifier: Apache-2.0
variable "projects" {
  description = "Project ids. Each environment has one of its own: a few grants can only be given to a whole project."
  type = object({
    delivery   = string # image repository, builds, messages
    staging    = string
    production = string
  })
}

variable "region" {
  description = "Where everything lies and runs."
  type        = string
  default     = "europe-west1"
}

variable "repository" {
  description = "The connected repository of Cloud Build: projects/P/locations/R/connections/C/repositories/N."
  type        = string
}

variable "images" {
  description = "The images that builds run on, by digest; scripts/delivery/pin-images prints them."
  type = object({
    docker    = string
    gcloud    = string
    go        = string
    launcher  = string
    maven     = string
    terraform = string
  })
  validation {
    condition     = alltrue([for image in values(var.images) : can(regex("@sha256:[0-9a-f]{64}$", image))])
    error_message = "Every image must end in @sha256: and its digest."
  }
}

variable "sluice_image" {
  description = "The image that promotes data, by digest: the one that was promoted last."
  type        = string
  validation {
    condition     = can(regex("@sha256:[0-9a-f]{64}$", var.sluice_image))
    error_message = "The image must end in @sha256: and its digest."
  }
}

variable "pipelines" {
  description = "Pipelines by name. `schedule` is a cron line in UTC; leave more time between two than a run takes."
  type = map(object({
    schedule    = string
    max_workers = optional(number, 4)
  }))
  default = {
    shop = { schedule = "0 5 * * *" }
  }
  validation {
    condition     = alltrue([for name in keys(var.pipelines) : can(regex("^[a-z][a-z0-9_-]{0,30}$", name))])
    error_message = "A pipeline's name begins with a small letter and has small letters, digits, _ and - only."
  }
}

variable "approvers" {
  description = "Who may let builds go on that wait for approval, such as group:data-owners@example.com."
  type        = set(string)
}

variable "launchers" {
  description = "Who may act as the launcher: the identity of Airflow, or a group of people."
  type        = set(string)
  default     = []
}

variable "load" {
  description = "The performance test: how many orders, and in how many seconds at most."
  type        = object({ orders = number, max_seconds = number })
  default     = { orders = 1000000, max_seconds = 1200 }
}

variable "kubernetes" {
  description = "The Kubernetes service account that runs deploy/kubernetes, as NAMESPACE/NAME; null where nothing runs on Kubernetes."
  type        = string
  default     = null
}
