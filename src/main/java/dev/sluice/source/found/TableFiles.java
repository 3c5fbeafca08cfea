// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.found;

import dev.sluice.error.PipelineException;
import dev.sluice.intake.FoundLog;
import dev.sluice.intake.InputFile;
import dev.sluice.source.files.SourceFiles;
import dev.sluice.source.files.listing.FoundFiles;
import dev.sluice.source.inbox.Inbox;
import dev.sluice.source.kafka.client.Topics;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.TableSpec;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Finds all that the source of a table holds now, whether a run took it in or not. */
public final class TableFiles {
  private TableFiles() {}

  /**
   * The files of a table; of topics and inboxes, what a first run would read.
   *
   * @throws PipelineException as {@link SourceFiles#find}; NO_TOPIC; SOURCE_UNREACHABLE
   */
  public static FoundFiles find(PipelineSpec spec, TableSpec table) {
    if (!(table.source() instanceof SourceSpec.MessageLog)) {
      return files(table, spec.within());
    }
    List<InputFile> found =
        logs(spec.lake(), table, Map.of(), id -> 0).stream()
            .map(log -> log.file(log.start()))
            .toList();
    return new FoundFiles(found, List.of(), List.of());
  }

  /**
   * The logs that a table reads.
   *
   * @param heads where some of them end for this run, by their paths
   * @param position the offset up to which an inbox is known to have been read, by its id
   */
  public static List<FoundLog> logs(
      String lake, TableSpec table, Map<String, Long> heads, ToLongFunction<String> position) {
    return ofSource(
        table,
        () ->
            table.source() instanceof SourceSpec.Kafka kafka
                ? Topics.partitions(kafka, heads)
                : Inbox.of(lake, table.name()).log(position).stream()
                    .filter(log -> log.head() > 0)
                    .map(log -> log.endingAt(heads.getOrDefault(log.path(), log.head())))
                    .toList());
  }

  /**
   * The files of a table.
   *
   * @param within a folder whose files must truly lie in it; null for none
   */
  public static FoundFiles files(TableSpec table, @Nullable String within) {
    return ofSource(table, () -> SourceFiles.find(table.source().paths(), within));
  }

  /** As {@link #files}, where none need be there yet. */
  public static FoundFiles filesSoFar(TableSpec table, @Nullable String within) {
    return ofSource(table, () -> SourceFiles.findSoFar(table.source().paths(), within));
  }

  /** Looks at what a source names; what is thrown is about the source of the table. */
  public static <T> T ofSource(TableSpec table, Supplier<T> look) {
    return PipelineException.about(look, "tables", table.name(), "source");
  }
}
