# SPDX-License-Identifier: Apache-2.0
"""Runs the pipeline examples/shop on Dataflow every day, and waits until a person released what it staged.

Two runs never overlap: max_active_runs is 1, and the job's name is always the same (that of Cloud Scheduler too), so
Dataflow refuses a second active one. Were two started at once all the same: one commits, the other exits with 3, and
nothing of it is visible.

A task that is tried again, or cleared, is the same run: its logical time is the end of the data interval. Clearing an
interval after a later one ran is refused by Sluice, for a lake only moves forward; read a range again instead, with
the parameters `from` and `to`.
"""

import json

import pendulum
from airflow.providers.google.cloud.hooks.gcs import GCSHook
from airflow.providers.google.cloud.operators.dataflow import DataflowStartFlexTemplateOperator
from airflow.sdk import DAG, CronDataIntervalTimetable, task

# What `terraform output environments` says of production.
PROJECT = "PROJECT"
REGION = "europe-west1"
LAUNCH = f"gs://{PROJECT}-sluice-launch"
TEMP = f"gs://{PROJECT}-sluice-temp"
LAKE_BUCKET = f"{PROJECT}-sluice-lake"
LAKE_PREFIX = "shop/"
WORKER = f"sluice-worker@{PROJECT}.iam.gserviceaccount.com"
LAUNCHER = f"sluice-launcher@{PROJECT}.iam.gserviceaccount.com"

LAUNCH_PARAMETER = {
    "jobName": "sluice-shop",
    "containerSpecGcsPath": f"{LAUNCH}/templates/current.json",
    "parameters": {
        "spec": f"{LAUNCH}/specs/shop",
        "createdAt": "{{ data_interval_end.in_timezone('UTC').strftime('%Y-%m-%dT%H:%M:%SZ') }}",
    },
    "environment": {
        "serviceAccountEmail": WORKER,
        "tempLocation": f"{TEMP}/dataflow/shop/temp",
        "stagingLocation": f"{TEMP}/dataflow/shop/staging",
        "maxWorkers": 4,
        "additionalUserLabels": {"pipeline": "shop"},
    },
}


def shows(release: bytes, logical_time: pendulum.DateTime) -> bool:
    """Whether production shows the run of a logical time, or a later one."""
    return pendulum.parse(json.loads(release)["run"]["created_at"]) >= logical_time


with DAG(
    dag_id="sluice_shop",
    description="Runs the shop's pipeline and waits for its release",
    schedule=CronDataIntervalTimetable("0 5 * * *", timezone="UTC"),
    start_date=pendulum.datetime(2026, 1, 1, tz="UTC"),
    # A run takes in all that is new: days that were missed need no runs of their own.
    catchup=False,
    max_active_runs=1,
    tags=["sluice"],
) as dag:
    run = DataflowStartFlexTemplateOperator(
        task_id="run",
        project_id=PROJECT,
        location=REGION,
        body={"launchParameter": LAUNCH_PARAMETER},
        append_job_name=False,
        impersonation_chain=LAUNCHER,
        wait_until_finished=True,
        expected_terminal_state="JOB_STATE_DONE",
        retries=2,
        retry_delay=pendulum.duration(minutes=10),
        execution_timeout=pendulum.duration(hours=6),
    )

    # Seven days is how long an approval may take, `publish: {expire_after}`. The worker's slot is free in between.
    @task.sensor(task_id="released", poke_interval=300, timeout=7 * 24 * 3600, mode="reschedule", retries=0)
    def released(data_interval_end: pendulum.DateTime) -> bool:
        hook = GCSHook(impersonation_chain=LAUNCHER)
        current = f"{LAKE_PREFIX}production/current.json"
        if not hook.exists(LAKE_BUCKET, current):
            return False
        return shows(hook.download(LAKE_BUCKET, current), data_interval_end)

    # What needs the new data comes after `released`.
    run >> released()
