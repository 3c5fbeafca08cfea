// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan.sources;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.arrow.ArrowIpc;
import dev.sluice.batch.arrow.TextBatchBuilder;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.open.FileReaders;
import dev.sluice.source.files.position.RecordPosition;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.jspecify.annotations.Nullable;

/** The rows of a text file in its order, one piece of it in memory. */
final class TextRows implements AutoCloseable {
  private final FileReader reader;
  private final Deque<List<String>> rows = new ArrayDeque<>();
  private boolean isOver;
  private long dead;

  TextRows(FileReader.Wanted wanted, InputFile file) {
    this.reader = FileReaders.open(wanted, file, RecordPosition.START);
  }

  /** Whether others have all of them, in the same order; reads both to their ends. */
  boolean areAllIn(TextRows others) {
    List<String> row;
    while ((row = next()) != null) {
      List<String> other;
      do {
        other = others.next();
        if (other == null) {
          return false;
        }
      } while (!row.equals(other));
    }
    while (others.next() != null) {
      // dead ones are counted to the end
    }
    return true;
  }

  /** How many records read so far are no rows. */
  long dead() {
    return dead;
  }

  private @Nullable List<String> next() {
    while (rows.isEmpty() && !isOver) {
      Chunk chunk = reader.next();
      isOver = chunk.isLast();
      RecordBatch letters = chunk.dead();
      dead += letters == null ? 0 : letters.rows();
      if (chunk.rows() != null) {
        take(chunk.rows());
      }
    }
    return rows.poll();
  }

  private void take(RecordBatch batch) {
    try (ArrowStreamReader in = ArrowIpc.open(batch)) {
      VectorSchemaRoot root = in.getVectorSchemaRoot();
      boolean unused = in.loadNextBatch();
      for (int row = 0; row < root.getRowCount(); row++) {
        List<String> values = new ArrayList<>();
        for (FieldVector vector : root.getFieldVectors()) {
          if (!vector.getName().equals(TextBatchBuilder.ROW)) {
            values.add(vector.getName() + '=' + vector.getObject(row));
          }
        }
        rows.add(values);
      }
    } catch (IOException e) {
      throw new PipelineException(ErrorCode.FILE_UNREADABLE, "Cannot read rows", e);
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}
