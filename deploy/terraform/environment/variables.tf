# SPDX-License-Identifier: Apache-2.0
variable "name" {
  description = "staging or production."
  type        = string
}

variable "project" {
  description = "The environment's own project."
  type        = string
}

variable "delivery_project" {
  description = "Where messages are, beside the builds that they start."
  type        = string
}

variable "region" {
  type = string
}

variable "repository" {
  description = "The repository of images."
  type        = object({ project = string, location = string, name = string })
}

variable "pipelines" {
  type = map(object({ schedule = string, max_workers = number }))
}

variable "launchers" {
  description = "Who may act as the launcher."
  type        = set(string)
}

variable "kubernetes" {
  type    = string
  default = null
}
