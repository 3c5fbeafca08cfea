// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lake;

import dev.sluice.schema.TableSchema;
import java.io.Serializable;
import java.util.List;

/**
 * One table of a snapshot.
 *
 * @param table its name; {@code raw_}… for raw partitions, {@code dead_letters} for the letters
 * @param schema the columns of its files; those of a raw table may differ from file to file
 * @param counts where this run's rows went; all zero for raw tables and dead letters except read,
 *     published and live
 * @param files every live file, earlier runs' included
 * @param added the paths among {@code files} that this run wrote
 * @param sources the source files this run read; empty for models
 */
public record TableState(
    String table,
    Kind kind,
    TableSchema schema,
    RowCounts counts,
    List<DataFile> files,
    List<String> added,
    List<SourceFile> sources)
    implements Serializable {
  public TableState {
    files = List.copyOf(files);
    added = List.copyOf(added);
    sources = List.copyOf(sources);
  }

  /** What a table of the lake is. */
  public enum Kind {
    /** Values exactly as the source said; partitions are only ever added. */
    RAW,
    /** The validated rows of an extracted table. */
    TYPED,
    /** The rows of a model. */
    MODEL,
    /** Every dead letter of the pipeline. */
    DEAD
  }

  /**
   * A source file as it was when it was read.
   *
   * @param path as Beam spells it
   * @param bytes its length
   * @param records how many records it gave, malformed ones included
   */
  public record SourceFile(String path, long bytes, long records) implements Serializable {}
}
