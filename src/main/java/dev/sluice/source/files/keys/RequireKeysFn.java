// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.keys;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Compares the columns whose keys were met with those that must have been. */
final class RequireKeysFn extends DoFn<KV<String, Iterable<List<String>>>, Void> {
  private static final long serialVersionUID = 1L;

  private final String table;
  private final ArrayList<String> columns;

  RequireKeysFn(String table, List<String> columns) {
    this.table = table;
    this.columns = new ArrayList<>(columns);
  }

  @ProcessElement
  public void compare(@Element KV<String, Iterable<List<String>>> files) {
    Set<String> met = new TreeSet<>();
    files.getValue().forEach(met::addAll);
    List<String> missing = columns.stream().filter(column -> !met.contains(column)).toList();
    // Where no record has any key, each of them is judged by itself.
    if (!met.isEmpty() && !missing.isEmpty()) {
      throw new PipelineException(
          ErrorCode.SCHEMA_MISSING_FIELD,
          "Table '%s': no record has the key '%s' (met: %s). Correct the schema or the source, name the source's key in `from` of the column (or the field's `aliases`), give the field a `default`, or set `contract: {missing_field: null}`."
              .formatted(table, String.join("', '", missing), String.join(", ", met)));
    }
  }
}
