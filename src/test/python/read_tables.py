# SPDX-License-Identifier: Apache-2.0
"""Reads states of tables with pyiceberg, and compares them with rows that the kernel gave.

usage: read_tables.py FILE   where FILE has lines of METADATA <tab> PARQUET
Says what differs and ends with 1; prints the number of equal states else.
"""

import sys
import uuid

import pyarrow.parquet
from pyiceberg.table import StaticTable


def plain(value):
    """A value as both readers would say it."""
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, dict):
        return {name: plain(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    return value


def rows(table):
    return sorted(repr(plain(row)) for row in table.to_pylist())


def main():
    states = 0
    for line in open(sys.argv[1], encoding="utf-8"):
        metadata, parquet = line.rstrip("\n").split("\t")
        table = StaticTable.from_metadata(metadata)
        read = table.scan().to_arrow()
        expected = pyarrow.parquet.read_table(parquet)
        if read.column_names != expected.column_names:
            sys.exit(f"{metadata}: columns {read.column_names}, expected {expected.column_names}")
        if rows(read) != rows(expected):
            sys.exit(f"{metadata}: rows\n{rows(read)}\nexpected\n{rows(expected)}")
        states += 1
    print(states)


main()
