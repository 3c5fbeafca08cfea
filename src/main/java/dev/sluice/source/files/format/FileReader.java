// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.format;

import dev.sluice.batch.RecordBatch;
import dev.sluice.intake.InputFile;
import dev.sluice.schema.TableSchema;
import dev.sluice.source.files.position.FilePart;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.spec.table.SourceSpec;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one file from a position on; not thread-safe.
 *
 * <p>What it returns depends on nothing but the file and the position it began at, so a retry gives
 * identical batches.
 */
public interface FileReader extends AutoCloseable {
  /** Reads the next piece; not called again after the last. */
  Chunk next();

  /**
   * A batch without rows that has the file's columns with their types, where the file says them;
   * null where only rows do. Called before any piece is read.
   */
  default @Nullable RecordBatch columns() {
    return null;
  }

  /** SHA-256 of the file as stored; called once, after the last piece. */
  String digest();

  @Override
  void close();

  /** Knows what is read, and how. */
  interface Opener extends Serializable {
    /** Opens a part of a file at a position of it. */
    FileReader open(FilePart part, RecordPosition at);

    /** Cuts a file into parts of about such a length; whoever cannot gives it back whole. */
    default List<FilePart> parts(InputFile file, long size) {
      return List.of(FilePart.whole(file));
    }
  }

  /** What is read: the table it is for, how, and the columns of its contract. */
  record Wanted(String table, SourceSpec source, TableSchema schema) implements Serializable {
    public Wanted {
      schema = schema.declared();
    }
  }
}
