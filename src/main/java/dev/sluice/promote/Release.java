// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What production shows: for each table the files of one manifest.
 *
 * @param version of this format
 * @param number the release's number, which names its folders
 * @param runId of the run whose data it shows
 * @param createdAt the run's logical time, ISO 8601 in UTC
 * @param manifest the number of the manifest it was made from
 * @param tables the files of each table, relative to the lake's root; empty for a table with no
 *     rows
 */
@JsonPropertyOrder({"version", "number", "run_id", "created_at", "manifest", "tables"})
public record Release(
    int version,
    long number,
    @JsonProperty("run_id") String runId,
    @JsonProperty("created_at") String createdAt,
    long manifest,
    Map<String, List<String>> tables) {
  public static final int VERSION = 1;

  public Release {
    Map<String, List<String>> sorted = new TreeMap<>();
    tables.forEach((table, files) -> sorted.put(table, List.copyOf(files)));
    tables = Collections.unmodifiableMap(sorted);
  }
}
