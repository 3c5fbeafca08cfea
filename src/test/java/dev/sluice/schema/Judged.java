// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema;

import dev.sluice.batch.RecordBatch;
import dev.sluice.error.PipelineException;
import dev.sluice.source.files.avro.Read;
import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.open.FileReaders;
import dev.sluice.source.files.position.RecordPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of each record of a file, in their order: the values of a row joined by bars, or the
 * code of a dead letter and what is wrong, without its place; or why the file is refused.
 */
public final class Judged {
  private static final String WHAT =
      """
      SELECT CAST(_row AS VARCHAR), (reasons->>'$[0].code') || ' ' ||
        regexp_replace(regexp_replace(reasons->>'$[0].message', '^Record [0-9]+ at byte [0-9]+ ', ''),
          ' (\\(column [0-9]+\\)|at column [0-9]+|at [0-9]+( of it)?)', '')
      FROM batch
      """;

  private Judged() {}

  public static List<String> of(FileReader.Wanted wanted, Path folder, byte[] content)
      throws IOException {
    Path file = Files.write(folder.resolve("input"), content);
    Map<Long, String> judged = new TreeMap<>();
    try (FileReader reader = FileReaders.open(wanted, Read.input(file), RecordPosition.START)) {
      for (Chunk chunk = reader.next(); ; chunk = reader.next()) {
        if (chunk.rows() != null) {
          Read.rows(chunk.rows()).forEach(row -> put(judged, row));
        }
        if (chunk.dead() != null) {
          dead(chunk.dead()).forEach(row -> put(judged, row));
        }
        if (chunk.isLast()) {
          break;
        }
      }
    } catch (PipelineException e) {
      String what = e.getMessage().replace(file + " ", "");
      return List.of(e.code() + " " + what);
    }
    return new ArrayList<>(judged.values());
  }

  private static List<String> dead(RecordBatch batch) {
    return Read.select(WHAT, batch);
  }

  private static void put(Map<Long, String> judged, String row) {
    int bar = row.indexOf('|');
    String before = judged.put(Long.valueOf(row.substring(0, bar)), row.substring(bar + 1));
    if (before != null) {
      throw new AssertionError("judged twice: " + before + " and " + row);
    }
  }
}
