// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.found;

import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.source.files.SourceFiles;
import dev.sluice.source.files.listing.FoundFiles;
import dev.sluice.source.kafka.client.Topics;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.TableSpec;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds all that the source of a table holds now, whether a run took it in or not. */
public final class TableFiles {
  private TableFiles() {}

  /**
   * The files of a table; of topics, their partitions from where a first run would begin.
   *
   * @param within a folder whose files must truly lie in it; null for none
   * @throws PipelineException as {@link SourceFiles#find}; NO_TOPIC; SOURCE_UNREACHABLE
   */
  public static FoundFiles find(TableSpec table, @Nullable String within) {
    if (!(table.source() instanceof SourceSpec.Kafka kafka)) {
      return files(table, within);
    }
    List<InputFile> partitions =
        ofSource(table, () -> Topics.partitions(kafka)).stream()
            .map(found -> found.file(kafka, found.start()))
            .toList();
    return new FoundFiles(partitions, List.of(), List.of());
  }

  /** As {@link #find}, of a table whose source is files. */
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
