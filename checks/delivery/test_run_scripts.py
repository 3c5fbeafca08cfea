# SPDX-License-Identifier: Apache-2.0
"""The scripts that run Sluice: system test, performance test, promotion of data. The runs are real."""

import contextlib
import io
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

from scripts_case import IMAGE, ROOT, ScriptsCase

sys.path.insert(0, str(ROOT / "scripts/delivery"))
import compare  # noqa: E402

SHOP = ROOT / "examples/shop"
GOLDEN = ROOT / "scripts/delivery/shop-digests.json"
ORACLE = ROOT / "src/test/resources/pipelines/shop-oracle"
SLUICE = str(ROOT / "sluice")
TEMPLATE = "gs://staging/templates/t.json"
DATAFLOW = {
    "PROJECT": "p",
    "REGION": "europe-west1",
    "TEMPLATE": TEMPLATE,
    "SPACE": "gs://temp/performance/build-1",
    "WORKER": "sluice-worker@p.iam.gserviceaccount.com",
    "PAUSE": "0",
}


class SystemTest(ScriptsCase):
    def test_finds_every_count_and_row_of_the_shop_then_every_damage(self):
        shop = self.folder / "shop"
        done = self.succeeds("system-test", shop)
        self.assertIn("7 tables, 15564 rows: as expected", done.stdout)
        file = next((shop / "build/lake/production/daily_revenue/data").glob("*.parquet"))
        self.change(file)
        sound = json.loads(GOLDEN.read_text())
        found = compare.digests(shop / "build/lake", compare.released(shop / "build/lake"), sound)
        self.assertEqual([table for table in sound if found[table] != sound[table]], ["daily_revenue"])
        with contextlib.redirect_stdout(io.StringIO()) as said:
            self.assertEqual(compare.main(str(shop), str(SHOP / "data/expected.json"), str(GOLDEN)), 1)
        self.assertTrue(said.getvalue().startswith("content of daily_revenue: "), said.getvalue())

    @staticmethod
    def change(file: pathlib.Path) -> None:
        """One cent in one row."""
        import duckdb

        day = f"(SELECT min(day) FROM '{file}')"
        cent = f"SELECT * REPLACE (CASE WHEN day = {day} THEN revenue_eur + 0.01 ELSE revenue_eur END AS revenue_eur)"
        duckdb.sql(f"COPY ({cent} FROM '{file}') TO '{file}.new' (FORMAT parquet)")
        pathlib.Path(f"{file}.new").replace(file)

    def test_fails_when_the_program_fails_or_the_folder_is_there(self):
        self.refuses("exists already", "system-test", self.folder)
        self.refuses("failed with exit code 1", "system-test", self.folder / "first", SLUICE="false")
        broken = self.file("broken", '#!/bin/sh\n[ "$1" = --version ] || exit 4\n')
        broken.chmod(0o755)
        self.refuses("the run failed with exit code 4", "system-test", self.folder / "second", SLUICE=str(broken))

    def test_compares_with_what_plain_sql_says(self):
        expected = {
            file.stem: compare.digest("(" + file.read_text().replace("${SLUICE_DATA}", str(SHOP / "data")).rstrip("; \n") + ")")
            for file in ORACLE.glob("*.sql")
        }
        rates = SHOP / "data/currencies.csv"
        expected["currencies"] = compare.digest(f"(SELECT code, rate_to_eur::DECIMAL(12, 6) AS rate_to_eur FROM '{rates}')")
        self.assertEqual(json.loads(GOLDEN.read_text()), expected)


class PerformanceTest(ScriptsCase):
    @classmethod
    def setUpClass(cls):
        temporary = tempfile.TemporaryDirectory(prefix="sluice-load-")
        cls.addClassCleanup(temporary.cleanup)
        cls.generated = pathlib.Path(temporary.name) / "load"
        subprocess.run([ROOT / "scripts/delivery/generate-load", "2000", "7", cls.generated], check=True, capture_output=True)

    def setUp(self):
        super().setUp()
        self.load = self.folder / "load"
        shutil.copytree(self.generated, self.load)
        self.file("fake/buckets/staging/templates/t.json", json.dumps({"image": IMAGE}))

    def test_generates_the_same_load_of_the_same_seed(self):
        self.succeeds("generate-load", 2000, 7, self.folder / "again")
        for file in (file for file in self.load.rglob("*") if file.is_file()):
            self.assertEqual(file.read_bytes(), (self.folder / "again" / file.relative_to(self.load)).read_bytes())
        self.refuses("exists already", "generate-load", 2000, 7, self.load)

    def test_fails_over_the_limit_and_when_the_run_fails(self):
        self.refuses("the limit is 1 s", "performance-test", self.load, 1, "sh", "-c", "exec sleep 30")
        self.refuses("exit code 7", "performance-test", self.load, 1, "sh", "-c", "exit 7")

    def test_fails_when_rows_are_missing(self):
        current = self.load / "build/lake/production/current.json"
        empty = f"mkdir -p {current.parent} && echo '{{\"tables\": {{}}}}' >{current}"
        self.refuses("rows of orders: none, but expected 2000", "performance-test", self.load, 60, "sh", "-c", empty)

    def test_runs_the_deployed_template_and_brings_its_release_back(self):
        script = ROOT / "scripts/delivery/run-on-dataflow"
        done = self.succeeds("performance-test", self.load, 300, script, **DATAFLOW)
        self.assertRegex(done.stdout, r"7 tables, \d+ rows: as expected")
        self.assertRegex(done.stderr, r"performance-test: \d+ s of at most 300 s")
        run = next(call for call in self.calls() if "run" in call[:3])
        self.assertIn("--parameters=spec=gs://temp/performance/build-1/spec", run)
        # Without these Dataflow would want a bucket of its own making, and the worker may make none.
        self.assertIn("--temp-location=gs://temp/performance/build-1/temp", run)
        self.assertIn("--staging-location=gs://temp/performance/build-1/staging", run)
        self.assertEqual([call for call in self.calls() if "cancel" in call], [])
        # The user's own file is as it was.
        self.assertEqual((self.load / "pipeline.yaml").read_bytes(), (SHOP / "pipeline.yaml").read_bytes())

    def test_says_how_a_job_ended_and_cancels_one_that_is_too_slow(self):
        failed = {**DATAFLOW, "FAKE_SLUICE": "false"}
        self.refuses("ended as JOB_STATE_FAILED", "run-on-dataflow", self.load, **failed)
        self.assertEqual([call for call in self.calls() if "cancel" in call], [])
        slow = {**DATAFLOW, "FAKE_SLUICE": "true", "PAUSE": "4"}
        script = ROOT / "scripts/delivery/run-on-dataflow"
        self.refuses("the limit is 3 s", "performance-test", self.load, 3, script, **slow)
        cancelled = [call for call in self.calls() if "cancel" in call]
        self.assertEqual(cancelled, [["dataflow", "jobs", "cancel", "2026-01-01_00_00_00-123", "--project=p", "--region=europe-west1"]])


class PromoteDataTest(ScriptsCase):
    def test_releases_exactly_the_run_of_the_message(self):
        shop = self.folder / "shop"
        shutil.copytree(SHOP, shop, ignore=shutil.ignore_patterns("build"))
        spec = (shop / "pipeline.yaml").read_text()
        messages = self.folder / "messages"
        publish = f"publish: {{approve: manual, notify: file:{messages}}}"
        (shop / "pipeline.yaml").write_text(re.sub(r"^publish: .*", publish, spec, flags=re.MULTILINE))
        subprocess.run([SLUICE, "run", str(shop), "--quiet"], check=True, stdout=subprocess.DEVNULL)
        message = json.loads(messages.read_text())
        self.assertEqual(message["type"], "run.staged")
        run, digest = message["data"]["run_id"], message["data"]["versions"]["manifest_digest"]
        self.assertFalse((shop / "build/lake/production/current.json").exists())

        self.refuses("", "promote-data", shop, run, "0" * 64, "b-1", status=3, SLUICE=SLUICE)
        self.assertFalse((shop / "build/lake/production/current.json").exists())
        self.succeeds("promote-data", shop, run, digest, "b-1", SLUICE=SLUICE)
        release = json.loads((shop / "build/lake/production/current.json").read_text())
        self.assertEqual((release["run"]["id"], release["made"]["by"]), (run, "build b-1"))


if __name__ == "__main__":
    unittest.main()
