// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan.sources;

import dev.sluice.batch.RecordBatch;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.open.FileReaders;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.source.found.TableFiles;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.validate.RowTrial;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Says which sources a run could not read now: no file matches, or a header does not fit. */
public final class SourceNotes {
  private SourceNotes() {}

  /** A sentence for each source on this machine that a run could not read; no data is judged. */
  public static List<String> of(PipelineSpec spec) {
    List<String> notes = new ArrayList<>();
    for (TableSpec table : spec.tables()) {
      if (table.source().paths().stream().noneMatch(path -> path.contains("://"))) {
        try {
          look(table, TableFiles.files(table, spec.within()).files());
        } catch (PipelineException e) {
          String message = e.getMessage();
          String start = message.contains("'" + table.name() + "'") ? "" : table.name() + ": ";
          notes.add("A run would fail now: %s%s: %s".formatted(start, e.code(), message));
        }
      }
    }
    return notes;
  }

  /** The first file and the last, by their headers. */
  private static void look(TableSpec table, List<InputFile> files) {
    if (!(table.source() instanceof SourceSpec.Csv) || files.isEmpty()) {
      return;
    }
    Set<InputFile> some = new LinkedHashSet<>(List.of(files.get(0), files.get(files.size() - 1)));
    FileReader.Wanted wanted = new FileReader.Wanted(table.name(), table.source(), table.schema());
    for (InputFile file : some) {
      try (FileReader reader = FileReaders.open(wanted, file, RecordPosition.START)) {
        RecordBatch rows = reader.next().rows();
        if (rows != null) {
          RowTrial.requireColumns(table, rows);
        }
      }
    }
  }
}
