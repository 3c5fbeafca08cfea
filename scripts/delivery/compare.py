# SPDX-License-Identifier: Apache-2.0
"""Compares the production of a lake with what it should be, without a line of Sluice: JSON and DuckDB alone.

usage: compare.py PIPELINE EXPECTED_COUNTS [DIGESTS]
"""

import hashlib
import json
import pathlib
import sys


def released(lake: pathlib.Path) -> dict:
    """Each table, by the document from which every reader starts."""
    return json.loads((lake / "production/current.json").read_text())["tables"]


def counts(tables: dict) -> dict:
    return {table: shown["rows"] for table, shown in tables.items()}


def digest(relation: str, columns: str = "*") -> dict:
    """Which columns and how many rows there are, and the SHA-256 of all rows as text, in order."""
    import duckdb

    session = duckdb.connect()
    session.execute("SET TimeZone = 'UTC'")
    session.execute(f"SELECT COLUMNS({columns})::VARCHAR FROM {relation} ORDER BY ALL")
    names = [column[0] for column in session.description]
    sha256 = hashlib.sha256()
    count = 0
    while chunk := session.fetchmany(10_000):
        count += len(chunk)
        for row in chunk:
            sha256.update(repr(row).encode())
    return {"columns": names, "rows": count, "sha256": sha256.hexdigest()}


def digests(lake: pathlib.Path, tables: dict, golden: dict) -> dict:
    """The digest of each table over the columns that the golden file has of it."""
    result = {}
    for table in tables:
        paths = sorted(str(file) for file in (lake / "production" / table / "data").glob("*.parquet"))
        columns = golden[table]["columns"] if table in golden else "*"
        result[table] = digest(f"read_parquet({paths}, hive_partitioning = false)", str(columns))
    return result


def differences(what: str, actual: dict, expected: dict) -> list:
    return [
        f"{what} of {key}: {actual.get(key, 'none')}, but expected {expected.get(key, 'none')}"
        for key in sorted(actual.keys() | expected.keys())
        if actual.get(key) != expected.get(key)
    ]


def main(pipeline: str, expected_counts: str, expected_digests: str | None = None) -> int:
    lake = pathlib.Path(pipeline) / "build/lake"
    tables = released(lake)
    expected = json.loads(pathlib.Path(expected_counts).read_text())["tables"]
    wrong = differences("rows", counts(tables), {table: each["published"] for table, each in expected.items()})
    if expected_digests:
        golden = json.loads(pathlib.Path(expected_digests).read_text())
        wrong += differences("content", digests(lake, tables, golden), golden)
    for line in wrong:
        print(line)
    if not wrong:
        print(f"{len(tables)} tables, {sum(counts(tables).values())} rows: as expected")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
