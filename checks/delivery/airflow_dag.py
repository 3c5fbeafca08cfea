# SPDX-License-Identifier: Apache-2.0
"""Parses the DAG by Airflow itself, renders what it launches, and reads that by Dataflow's own client, strictly."""

import json
import pathlib
import sys
import unittest
from datetime import timezone

import pendulum
from airflow.providers.google.cloud.operators.dataflow import DataflowStartFlexTemplateOperator
from google.cloud.dataflow_v1beta3 import LaunchFlexTemplateRequest

ROOT = pathlib.Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "deploy/airflow"))
import sluice_shop  # noqa: E402

NOON = pendulum.datetime(2026, 1, 31, 12, tz="Europe/Berlin")


def launched(body: dict) -> LaunchFlexTemplateRequest:
    return LaunchFlexTemplateRequest.from_json(json.dumps(body), ignore_unknown_fields=False)


class DagTest(unittest.TestCase):
    def setUp(self):
        self.dag = sluice_shop.dag
        self.run = self.dag.get_task("run")

    def test_runs_then_waits_for_the_release(self):
        self.assertIsInstance(self.run, DataflowStartFlexTemplateOperator)
        self.assertEqual(self.run.downstream_task_ids, {"released"})
        self.assertEqual(set(self.dag.task_ids), {"run", "released"})
        self.assertEqual(self.dag.get_task("released").mode, "reschedule")

    def test_never_has_two_runs_at_once(self):
        self.assertEqual(self.dag.max_active_runs, 1)
        self.assertFalse(self.dag.catchup)
        self.assertFalse(self.run.append_job_name)

    def test_launches_what_dataflow_reads(self):
        body = self.run.render_template(self.run.body, {"data_interval_end": NOON})
        parameter = launched(body).launch_parameter
        self.assertEqual(parameter.job_name, "sluice-shop")
        self.assertEqual(parameter.parameters["createdAt"], "2026-01-31T11:00:00Z")

    def test_refuses_a_misspelt_key(self):
        body = {"launchParameter": {**sluice_shop.LAUNCH_PARAMETER, "jobname": "x"}}
        with self.assertRaisesRegex(Exception, "jobname"):
            launched(body)

    def test_names_parameters_the_template_has(self):
        known = set()
        for file in (ROOT / "templates").glob("*-metadata.json"):
            known |= {parameter["name"] for parameter in json.loads(file.read_text())["parameters"]}
        if known:
            self.assertLessEqual(set(sluice_shop.LAUNCH_PARAMETER["parameters"]), known)

    def test_is_the_same_run_when_it_is_tried_again(self):
        once = self.run.render_template(self.run.body, {"data_interval_end": NOON})
        self.assertEqual(once, self.run.render_template(self.run.body, {"data_interval_end": NOON}))

    def test_waits_until_production_shows_this_run_or_a_later_one(self):
        end = NOON.in_timezone(timezone.utc)

        def shows(time: str) -> bool:
            return sluice_shop.shows(json.dumps({"run": {"created_at": time}}).encode(), end)

        self.assertFalse(shows("2026-01-31T10:59:59Z"))
        self.assertTrue(shows("2026-01-31T11:00:00Z"))
        self.assertTrue(shows("2026-02-01T11:00:00Z"))


if __name__ == "__main__":
    unittest.main()
