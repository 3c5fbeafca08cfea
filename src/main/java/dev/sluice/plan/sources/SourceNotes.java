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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says which sources a run could not read now, because no file matches or a header does not fit,
 * and which fields of theirs the spec does not name.
 */
public final class SourceNotes {
  /** So many fields are named. */
  private static final int MOST_FIELDS = 5;

  private SourceNotes() {}

  /**
   * A sentence for each source on this machine that a run could not read, or that has fields which
   * the spec does not name and says nothing of. No data is judged: of a table of CSV the headers of
   * two files are read, however many there are.
   */
  public static List<String> of(PipelineSpec spec) {
    List<String> notes = new ArrayList<>();
    for (TableSpec table : spec.tables()) {
      if (table.source().paths().stream().noneMatch(path -> path.contains("://"))) {
        try {
          Set<String> unnamed = look(table, TableFiles.files(table, spec.within()).files());
          if (!unnamed.isEmpty()) {
            unnamed(table, List.copyOf(unnamed)).ifPresent(notes::add);
          }
        } catch (PipelineException e) {
          String message = e.getMessage();
          String start = message.contains("'" + table.name() + "'") ? "" : table.name() + ": ";
          notes.add("A run would fail now: %s%s: %s".formatted(start, e.code(), message));
        }
      }
    }
    return notes;
  }

  /** What a run would do with fields; empty where the author said it. */
  private static Optional<String> unnamed(TableSpec table, List<String> fields) {
    String named =
        fields.stream()
            .limit(MOST_FIELDS)
            .map(field -> "`" + field + "`")
            .collect(Collectors.joining(", "));
    int rest = fields.size() - MOST_FIELDS;
    String sentence =
        "Table %s: its files have %s, which the spec does not name: "
            .formatted(table.name(), named + (rest > 0 ? " and " + rest + " more" : ""));
    String diff = " `sluice schema diff` shows the lines to write.";
    return switch (table.contract().unknownField()) {
      case RAW ->
          Optional.of(sentence + "kept in the raw rows alone (`unknown_field: raw`)." + diff);
      case DEAD_LETTER ->
          Optional.of(
              sentence + "their rows would be dead letters (`unknown_field: dead_letter`)." + diff);
      case KEEP, EVOLVE, DROP_VALUE, FAIL -> Optional.empty();
    };
  }

  /**
   * Looks at the headers of the first and the last file of CSV on this machine, as a run does.
   *
   * @throws PipelineException what a run would end with
   */
  public static void requireFitting(TableSpec table, List<InputFile> files) {
    if (table.source().paths().stream().noneMatch(path -> path.contains("://"))) {
      Set<String> unused = look(table, files);
    }
  }

  /** The fields of the first file and of the last, by their headers, that no column takes. */
  private static Set<String> look(TableSpec table, List<InputFile> files) {
    Set<String> unnamed = new LinkedHashSet<>();
    if (!(table.source() instanceof SourceSpec.Csv) || files.isEmpty()) {
      return unnamed;
    }
    Set<InputFile> some = new LinkedHashSet<>(List.of(files.get(0), files.get(files.size() - 1)));
    FileReader.Wanted wanted = new FileReader.Wanted(table.name(), table.source(), table.schema());
    for (InputFile file : some) {
      try (FileReader reader = FileReaders.open(wanted, file, RecordPosition.START)) {
        RecordBatch rows = reader.next().rows();
        if (rows != null) {
          RowTrial.requireColumns(table, rows);
          unnamed.addAll(RowTrial.differences(table, rows).unknown());
        }
      }
    }
    return unnamed;
  }
}
