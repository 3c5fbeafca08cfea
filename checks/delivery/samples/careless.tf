# Everything that the policy must refuse.
resource "google_project_iam_member" "primitive" {
  project = "p"
  role    = "roles/editor"
  member  = "serviceAccount:a@p.iam.gserviceaccount.com"
}

resource "google_project_iam_member" "all_data" {
  project = "p"
  role    = "roles/storage.admin"
  member  = "serviceAccount:a@p.iam.gserviceaccount.com"
}

resource "google_project_iam_member" "all_tables" {
  project = "p"
  role    = "roles/bigquery.dataEditor"
  member  = "serviceAccount:a@p.iam.gserviceaccount.com"
}

resource "google_project_iam_member" "hidden" {
  for_each = toset(["roles/bigquery.dataOwner", "roles/owner"])
  project  = "p"
  role     = each.value
  member   = "serviceAccount:a@p.iam.gserviceaccount.com"
}

resource "google_project_iam_binding" "replaces" {
  project = "p"
  role    = "roles/logging.logWriter"
  members = ["serviceAccount:a@p.iam.gserviceaccount.com"]
}

resource "google_storage_bucket_iam_member" "public" {
  bucket = "b"
  role   = "roles/storage.objectViewer"
  member = "allUsers"
}

resource "google_pubsub_topic_iam_member" "known" {
  topic  = "t"
  role   = "roles/pubsub.publisher"
  member = "allAuthenticatedUsers"
}

resource "google_service_account_iam_member" "any_pod" {
  service_account_id = "a"
  role               = "roles/iam.workloadIdentityUser"
  member             = "principalSet://iam.googleapis.com/p/*"
}

resource "google_project_iam_custom_role" "wildcard" {
  role_id     = "r"
  title       = "r"
  permissions = ["dataflow.*", "storage.objects.get", "dataflow.jobs.get"]
}

resource "google_storage_bucket" "open" {
  name     = "b"
  location = "EU"
}

resource "google_bigquery_dataset" "fragile" {
  dataset_id                 = "d"
  delete_contents_on_destroy = true
}

resource "google_service_account_key" "key" {
  service_account_id = var.nobody
}
