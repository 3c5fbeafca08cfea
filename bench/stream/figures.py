# SPDX-License-Identifier: Apache-2.0
"""Reads the figures of a stream out of its log. usage: figures.py rows | speed | delay LAKE"""
import datetime
import json
import os
import sys
from pathlib import Path


def entries(lake):
    """The runs in their order, with the time at which each entry was there, and the rows it added."""
    for path in sorted(Path(lake, "_sluice/log").glob("[0-9]*.json")):
        entry = json.loads(path.read_text())
        if entry["run"]["inputs"]["kind"] == "run":
            table = next(t for t in entry["tables"] if t["table"] == "events")
            began = datetime.datetime.fromisoformat(entry["run"]["started_at"][:26].rstrip("Z") + "+00:00")
            yield began.timestamp(), os.stat(path).st_mtime, table["counts"]["published"], table["added"]


def quantile(pairs, at):
    """Of values with how often each is there."""
    pairs = sorted(pairs)
    left = at * sum(count for _, count in pairs)
    for value, count in pairs:
        left -= count
        if left <= 0:
            return value
    return pairs[-1][0]


def main(what, lake):
    runs = list(entries(lake))
    if what == "rows":
        print(sum(rows for _, _, rows, _ in runs))
    elif what == "speed":
        for began, there, rows, _ in runs:
            print(f"  {rows:>10,} rows in {there - began:5.1f} s")
        rest = runs[2:]
        span = rest[-1][1] - runs[1][1]
        rows = sum(rows for _, _, rows, _ in rest)
        print(f"{rows:,} rows in {span:.1f} s: {rows / span:,.0f} a second")
    else:
        import duckdb

        delays, early = [], runs[2][1]
        for _, there, _, files in runs:
            for file in files:
                if there > early:
                    sql = "SELECT epoch_ms(\"at\"), count(*) FROM read_parquet(?) GROUP BY ALL"
                    for at, rows in duckdb.execute(sql, [str(Path(lake, file))]).fetchall():
                        delays.append((there - at / 1000, rows))
        spans = [b[1] - a[1] for a, b in zip(runs[2:], runs[3:])]
        print(f"{len(spans)} epochs, one every {sum(spans) / len(spans):.1f} s, at most {max(spans):.1f} s")
        print("sent to committed: " + ", ".join(f"p{int(q * 100)} {quantile(delays, q):.1f} s" for q in (0.5, 0.9, 0.99)))
        print(f"of {sum(n for _, n in delays):,} rows")


main(*sys.argv[1:])
