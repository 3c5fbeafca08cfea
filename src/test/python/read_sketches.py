# SPDX-License-Identifier: Apache-2.0
"""Reads the theta sketches of a table from its Puffin file, without Iceberg's own library, and compares
them with the values that the table has.

usage: read_sketches.py METADATA PARQUET
Prints a line for each column: its name, how many different values there are, and "exact" or "estimated".
Ends with 1 where an estimate lies outside of what its sketch itself says that it may be off by (three
standard deviations), where an exact one is wrong, or where values that are fed to a sketch here have other hashes.
"""

import json
import struct
import sys

import datasketches
import pyarrow.compute
import pyarrow.parquet
from pyiceberg.table import StaticTable

MAGIC = b"PFA1"
THETA = "apache-datasketches-theta-v1"


def footer(content):
    """What a Puffin file says of itself, as its specification has it."""
    size, flags, magic = struct.unpack("<iI4s", content[-12:])
    payload = content[-12 - size : -12]
    start = content[-16 - size : -12 - size]
    if (content[:4], start, magic, flags) != (MAGIC, MAGIC, MAGIC, 0):
        sys.exit("this is no Puffin file with a plain footer")
    return json.loads(payload)


def fed(values):
    """A sketch of whole numbers or texts, as Iceberg stores single ones."""
    sketch = datasketches.update_theta_sketch(11)
    for value in values:
        sketch.update(value)
    return sketch.compact()


def hashes(sketch, below):
    """Those that two sketches of the same values share, however many each of them keeps."""
    return {each for each in sketch if each < below}


def check(name, sketch, ndv, column):
    exact = pyarrow.compute.count_distinct(column, mode="only_valid").as_py()
    if not sketch.get_lower_bound(3) <= exact <= sketch.get_upper_bound(3):
        sys.exit(f"{name}: {exact} values are not near {sketch.get_estimate()}")
    if not sketch.is_estimation_mode() and sketch.get_estimate() != exact:
        sys.exit(f"{name}: {exact} values, and the sketch says {sketch.get_estimate()}")
    if ndv != str(round(sketch.get_estimate())):
        sys.exit(f"{name}: ndv is {ndv} and the estimate {sketch.get_estimate()}")
    if pyarrow.types.is_int64(column.type) or pyarrow.types.is_string(column.type):
        own = fed(value for value in column.to_pylist() if value is not None)
        both = min(own.theta64, sketch.theta64)
        if hashes(own, both) != hashes(sketch, both):
            sys.exit(f"{name}: values that are fed here give other hashes")
    print(name, exact, "estimated" if sketch.is_estimation_mode() else "exact", sep="\t")


def main():
    metadata, parquet = sys.argv[1:]
    table = StaticTable.from_metadata(metadata)
    rows = pyarrow.parquet.read_table(parquet)
    statistics = table.metadata.statistics
    if [each.snapshot_id for each in statistics] != [table.metadata.current_snapshot_id]:
        sys.exit("the statistics are not those of the newest state alone")
    content = open(statistics[0].statistics_path.removeprefix("file://"), "rb").read()
    if len(content) != statistics[0].file_size_in_bytes:
        sys.exit("the file is not as long as the metadata says")
    for blob in footer(content)["blobs"]:
        if blob["type"] == THETA:
            name = table.schema().find_column_name(blob["fields"][0])
            stored = content[blob["offset"] : blob["offset"] + blob["length"]]
            sketch = datasketches.compact_theta_sketch.deserialize(stored)
            check(name, sketch, blob["properties"]["ndv"], rows.column(name))


if __name__ == "__main__":
    main()
