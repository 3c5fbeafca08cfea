# SPDX-License-Identifier: Apache-2.0
"""What a user expects of each case: one function a case, in the order of their names."""
import datetime
import decimal
import json
import os
import subprocess
import sys

from case import Left

EXPECTED = {}


def case(name):
    def keep(check):
        EXPECTED[name] = check
        return check

    return keep


@case("append-doubles-on-any-change")
def append_takes_each_file_once(c):
    c.run().ends(0)
    c.add("rates/2.csv", "id,v\n2,y\n")
    c.run().ends(0)
    c.add("pipeline.yaml", (c.folder / "pipeline.yaml").read_text() + "    checks: [row_count: {min: 1}]\n")
    c.run().ends(0)
    os.utime(c.folder / "sales/1.csv", (1, 1))
    c.run().ends(0)
    c.expect("sales", len(c.rows("sales")), 1)
    c.expect("rates", len(c.rows("rates")), 2)


@case("avro-default-and-alias")
def avro_default_and_alias(c):
    c.run().ends(0)
    c.expect("rows", [r[1] for r in c.rows("t", "id, qty")], [7, 3])
    c.expect_dead({})


@case("avro-name-with-dash")
def avro_name_with_dash(c):
    c.run().ends(0)
    c.expect_dead({})


@case("avro-nested-bytes")
def avro_nested_bytes(c):
    c.run().ends(0)
    c.expect("bytes", c.rows("t", "doc.body, doc.size, parts"), [(b"\x00\xffhello", 7, [b"abc"])])


@case("avro-timestamp-nanos")
def avro_timestamp_nanos(c):
    c.run().ends(0)
    c.expect("micros", c.rows("t", "epoch_us(n)"), [(1700000000123456,)])


@case("avro-union-of-three")
def avro_union_of_three(c):
    c.run().ends(0)
    c.expect("rows", c.rows("t", "id, ref, tag"), [(1, "abc", "x"), (2, "7", "7"), (3, None, "z")])


@case("compression-unknown")
def compression_unknown(c):
    c.run().ends(1).says("bzip2", r"gz|gzip", "zst")
    c.edit("pipeline.yaml", "bz2", "zip")
    c.run().ends(1).says("(?i)zip archive")


@case("csv-bigquery-utc")
def csv_bigquery_utc(c):
    c.run().ends(0)
    c.expect("micros", c.rows("t", "epoch_us(t)"), [(1767225600000000,), (1767261600123456,)])


@case("csv-empty-file-among")
def csv_empty_file_among(c):
    c.run().ends(0)
    c.expect("rows", c.rows("t", "id"), [(1,)])


def with_aliases(c, schema, names):
    avro = json.loads((c.folder / schema).read_text())
    for field in avro["fields"]:
        field["aliases"] = [names[field["name"]]]
    c.add(schema, json.dumps(avro))


@case("csv-header-with-spaces")
def csv_header_with_spaces(c):
    c.run().ends(1).says("aliases")
    with_aliases(c, "t.avsc", {"order_id": "Order ID", "amount": "Amount (EUR)"})
    c.run().ends(0)
    c.expect("rows", c.rows("t", "order_id, amount"), [(1, 2.5)])


@case("csv-quoted-empty")
def csv_quoted_empty(c):
    c.edit("pipeline.yaml", "{csv: data/a.csv}", "{csv: data/a.csv, quoted_null: true}")
    c.run().ends(0)
    c.expect("rows", c.rows("t", "id, amount, day"), [(1, None, datetime.date(2026, 1, 1)), (2, 5, None)])


@case("csv-trailing-delimiter")
def csv_trailing_delimiter(c):
    c.run().ends(0)
    c.expect("rows", c.rows("t", "id, n"), [(1, "x")])


@case("csv-wrong-delimiter-advice")
def csv_wrong_delimiter_advice(c):
    c.run().ends(1).says('delimiter: ";"').never_says("missing_field: null`")


@case("cursor-becomes-a-timestamp")
def cursor_becomes_a_timestamp(c):
    c.run().ends(0)
    c.copy("schemas/t2.avsc", "schemas/t.avsc")
    c.copy("later/2.csv", "data/2.csv")
    c.run().ends(2).says("BIGINT", "TIMESTAMP")


@case("dashboard-holds-the-warehouse")
def dashboard_holds_the_warehouse(c):
    c.run().ends(0)
    c.hold(sys.executable, "-c",
           "import duckdb,time; c=duckdb.connect('w.duckdb',read_only=True);"
           "c.execute('from production.t'); print('up',flush=True); time.sleep(600)")
    c.copy("later/2.csv", "data/2.csv")
    second = c.run()
    if second.code not in (0, 5):
        second.ends(0)
    c.expect("rows of the lake", c.rows("t", "id"), [(1,), (2,)])
    c.add("data/3.csv", "id\n3\n")
    c.run()
    c.expect("rows of the lake", c.rows("t", "id"), [(1,), (2,), (3,)])
    c.end()
    c.run().ends(0)
    c.expect("rows of the warehouse", c.in_warehouse("SELECT id FROM production.t ORDER BY 1"), [(1,), (2,), (3,)])


@case("decimal-array-crash")
def decimal_array(c):
    c.run().ends(0)
    c.expect("rows", c.rows("t", "prices"), [([decimal.Decimal("1.50")],)])


@case("deleted-at-the-source")
def deleted_at_the_source(c):
    c.edit("pipeline.yaml", "latest_by: seq", "latest_by: seq\n    delete_when: op = 'd'")
    c.edit("pipeline.yaml", "latest_by: seq", "latest_by: seq\n    checks: [unique: [id], row_count: {max: 1}]")
    c.run().ends(0).says("deleted")
    c.expect("rows", c.rows("customers", "id, name"), [(2, "Bob")])
    c.add("data/2.csv", "id,seq,name,op\n1,1,Ann,c\n2,0,,d\n9,9,,d\n")  # late: older versions, an unknown key
    counts = json.loads(c.run("--json").ends(0).out)["tables"][0]
    figures = ("read", "published", "dead", "deduplicated", "filtered", "deleted", "live")
    c.expect("counts", [counts[f] for f in figures], [3, 1, 0, 2, 0, 1, 1])
    c.add("data/3.csv", "id,seq,name,op\n1,3,Anna,c\n2,4,,d\n")
    c.run().ends(0)
    c.run("--again").ends(0)
    c.sluice("rebuild").ends(0)
    c.expect("rows", c.rows("customers", "id, name"), [(1, "Anna")])
    c.expect("warehouse", c.in_warehouse("SELECT id, name FROM production.customers"), [(1, "Anna")])
    c.sluice("verify").ends(0)


@case("env-variable-in-braces")
def env_variable_in_braces(c):
    c.sluice("validate", env={"SALES_DIR": "data"}).ends(0)
    c.edit("pipeline.yaml", "${SALES_DIR}/*.csv", '"${SALES_DIR}/*.csv"')
    c.sluice("validate", env={"SALES_DIR": "data"}).ends(0)
    c.sluice("validate").ends(2).says("SALES_DIR", "pipeline.yaml:6")


@case("glob-folder-with-brackets")
def glob_folder_with_brackets(c):
    c.folder = c.folder / "shop [v2]/glob-folder-with-brackets"
    c.run().ends(0)
    c.expect("rows", c.rows("t", "id"), [(1,)])


@case("glob-hidden-files")
def glob_hidden_files(c):
    c.run().ends(0)
    c.expect("rows", c.rows("t", "id"), [(1,)])


@case("glob-locale-skips-files")
def glob_locale(c):
    run = c.run(env={"LC_ALL": "C", "LANG": "C"})
    if run.code == 0:
        c.expect("rows", c.rows("t", "id"), [(1,), (2,)])
    else:
        run.ends(1).says("donn")


@case("glob-symlinks-hang")
def glob_symlinks(c):
    subprocess.run(["sh", "make.sh"], cwd=c.folder, check=True)
    c.run().ends(0)
    c.expect("rows", len(c.rows("t", "id")), 2)


@case("headers-that-are-no-avro-names")
def headers_that_are_no_avro_names(c):
    avro = json.loads((c.folder / "schemas/t.avsc").read_text())
    names = [field["name"] for field in avro["fields"]]
    with_aliases(c, "schemas/t.avsc", dict(zip(names, ["Order ID", "Größe"])))
    c.run().ends(0)
    c.expect("rows", c.rows("t", ", ".join(names)), [(1, "XL")])


@case("json-array-file")
def json_array_file(c):
    c.run().ends(1).says("JSON array", "one object a line").never_says("StreamReadFeature")
    c.expect("release", (c.folder / "build/lake/production/current.json").exists(), False)


@case("json-late-key")
def json_late_key(c):
    c.run().ends(0)
    c.expect("rows", c.rows("t", "id, note"), [(1, None), (2, "x")])


@case("json-nested-extra-key")
def json_nested_extra_key(c):
    c.run().ends(0)
    c.expect("rows", c.rows("t", "id, o.a"), [(1, 1), (2, 1)])
    c.expect_dead({})


@case("json-nested-optional")
def json_nested_optional(c):
    c.run().ends(0)
    c.expect("rows", c.rows("t", "id, o, l"), [
        (1, {"a": 1, "b": None}, None),
        (2, None, [{"k": "a", "v": 1}, {"k": "b", "v": None}]),
        (3, {"a": 1, "b": "x"}, [])])
    c.expect_dead({})


@case("lake-grows-with-runs")
def lake_grows_with_runs(c):
    text = (c.folder / "pipeline.yaml").read_text()
    c.add("pipeline.yaml", text + "keep: {runs: 2}\n")
    if c.sluice("validate").code == 2:
        raise Left("old manifests and releases cannot be given up yet, and small files are not put together")


@case("late-rows-of-a-new-file-are-lost")
def late_rows(c):
    c.run().ends(0)
    c.copy("later/2.csv", "data/2.csv")
    c.run().ends(0)
    c.expect("rows", c.rows("events", "id"), [(1,), (2,), (3,), (4,), (5,)])
    c.run("--from", "2024-01-01T10:00:00Z", "--to", "2024-01-01T11:00:00Z").ends(0)
    c.expect("rows", c.rows("events", "id"), [(1,), (2,), (3,), (4,), (5,)])


@case("merge-column-n")
def merge_column_n(c):
    c.run().ends(0)
    c.expect("rows", c.rows("t", "id, n"), [(1, 5)])


@case("nested-array-rounds")
def nested_array_rounds(c):
    c.run().ends(0)
    c.expect("rows", c.rows("t"), [])
    dead = c.letters()
    c.expect("dead rows", sorted(dead), [1, 2, 3])


@case("nested-contract-unchecked")
def nested_contract(c):
    c.run().ends(0)
    c.expect("rows", c.rows("t"), [])
    c.expect_dead({1: {"NULL_VIOLATION"}, 2: {"ENUM_UNKNOWN"}, 3: {"NULL_VIOLATION"}})


@case("nested-field-the-schema-lacks")
def nested_field_the_schema_lacks(c):
    c.run().ends(0)
    c.expect("rows", c.rows("t", "id, a.city"), [(1, "X")])


@case("nested-time-unchecked")
def nested_time(c):
    c.run().ends(0)
    c.expect("rows", c.rows("t", "id, visit.pages"), [(2, 5)])
    c.expect("dead rows", sorted(c.letters()), [1])


@case("no-clock-and-no-calendar")
def no_clock_and_no_calendar(c):
    c.sluice("validate").ends(2).says(r"logical_time\(\)", r"FROM \(PIVOT")
    text = (c.folder / "pipeline.yaml").read_text()
    text = text.replace("now()", "logical_time()")
    c.add("pipeline.yaml", text.replace('"PIVOT t ON v USING count(*) GROUP BY id"',
                                        '"SELECT * FROM (PIVOT t ON v IN (\'a\') USING count(*) GROUP BY id)"'))
    c.run("--created-at", "2024-01-11T00:00:00Z").ends(0)
    c.expect("recent", c.rows("recent", "id"), [(1,)])
    c.expect("days", len(c.rows("calendar", "day")), 366)


@case("parquet-decimal-45")
def parquet_decimal_45(c):
    c.run()
    rows = {row[0]: row[1] for row in c.rows("t", "id, v")} if (c.folder / "build/lake/production").exists() else {}
    for found in set(rows.values()):
        if found not in (decimal.Decimal("12345678901234567890.1234567891"), decimal.Decimal("0.1000000000")):
            c.expect("value", found, "the exact number, or none")


@case("parquet-file_row_number")
def parquet_file_row_number(c):
    c.run().ends(0)
    c.expect_dead({})


@case("parquet-hive-path-wins")
def parquet_hive_path(c):
    c.run().ends(0)
    c.expect("regions", {r[0] for r in c.rows("t", "region")}, {"us"})


@case("parquet-year-290000")
def parquet_year_290000(c):
    c.run().ends(0)
    c.expect("years", [r[0] for r in c.rows("t", "year(t)")], [1970])
    c.expect_dead({next(iter(c.letters())): {"TS_RANGE"}})


@case("replay-advised-for-a-models-letter")
def model_letter(c):
    c.run().ends(0).never_says("sluice replay")
    c.edit("pipeline.yaml", "d < 15", "d < 50")
    c.sluice("replay").says("sluice run")
    c.run().ends(0)
    c.expect("rows", c.rows("m", "id, d"), [(5, 10), (10, 20)])


@case("replay-skips-the-contract-guard")
def replay_guard(c):
    c.run().ends(0)
    c.copy("schemas/t2.avsc", "schemas/t.avsc")
    c.edit("pipeline.yaml", "amount <> '5'", "amount > 0")
    c.run().ends(2)
    c.sluice("replay", "--quiet").ends(2).says("VARCHAR", "BIGINT")
    c.expect("rows", c.rows("t", "id, amount"), [(1, "abc")])


@case("source-s3-stack-trace")
def source_s3(c):
    c.sluice("validate").ends(2).says("s3", "gs://")
    c.run().ends(2)


@case("table-leaves-the-spec")
def table_leaves(c):
    c.run().ends(0)
    c.edit("pipeline.yaml", " history:", " past:")
    (c.folder / "data/1.csv").unlink()
    c.copy("later/2.csv", "data/2.csv")
    c.sluice("plan").says("history", "1 row")
    c.run().says("history", "1 row")
    c.expect("history", len(c.rows("history")), 1)


@case("two-hundred-tables")
def two_hundred_tables(c):
    subprocess.run(["bash", "make.sh"], cwd=c.folder, check=True)
    c.run().ends(0)
    c.add("data/t001.csv", (c.folder / "data/t001.csv").read_text() + "21,v21\n")
    c.run().ends(0)
    c.expect("rows", (len(c.rows("t001")), len(c.rows("t002"))), (21, 20))
    state = json.loads(sorted((c.lake() / "_sluice/log").glob("*.json"))[-1].read_text())
    touched = [t["table"] for t in state["tables"] if t["added"]]
    c.expect("tables written", sorted(touched), ["raw_t001", "t001"])


@case("widen-long-to-timestamp")
def widen_long_to_timestamp(c):
    c.run().ends(0)
    c.copy("schemas/t.avsc", "schemas/t1.avsc")
    c.copy("schemas/t2.avsc", "schemas/t.avsc")
    c.copy("later/2.csv", "data/2.csv")
    c.run().ends(2).says("BIGINT", "TIMESTAMP")
    c.edit("pipeline.yaml", "load: append\n    cursor: id", "load: replace")
    c.run().says("")
    c.copy("schemas/t1.avsc", "schemas/t.avsc")
    (c.folder / "data/2.csv").unlink()
    c.run().ends(0)
    c.sluice("rebuild").ends(0)
    c.sluice("verify").ends(0)


@case("widen-loses-values")
def widen_loses_values(c):
    c.run().ends(0)
    c.copy("schemas/t2.avsc", "schemas/t.avsc")
    c.copy("later/2.json", "data/2.json")
    c.run().ends(2).says("account", "path")
    c.expect("rows", c.rows("t", "account, path"), [(9007199254740993, r"dir\x41b")])
