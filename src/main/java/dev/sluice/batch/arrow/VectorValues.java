// SPDX-License-Identifier: Apache-2.0
package dev.sluice.batch.arrow;

import dev.sluice.batch.RecordBatch;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** Reads the vectors of batches. */
public final class VectorValues {
  private VectorValues() {}

  /** What columns a batch has. */
  public static Schema schema(RecordBatch batch) {
    try (ArrowStreamReader reader = ArrowIpc.open(batch)) {
      return reader.getVectorSchemaRoot().getSchema();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Lets the vectors of a batch be read; they are gone afterwards. */
  public static void read(RecordBatch batch, Consumer<VectorSchemaRoot> use) {
    try (ArrowStreamReader reader = ArrowIpc.open(batch)) {
      if (reader.loadNextBatch()) {
        use.accept(reader.getVectorSchemaRoot());
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** The positions of the rows of a raw batch of which there are no typed ones; in order. */
  public static int[] missing(RecordBatch whole, List<RecordBatch> typed) {
    return missing(whole, numbers(typed, TextBatchBuilder.TYPED_ROW));
  }

  /** The positions of the rows of a raw batch that are not in a part of it; in order. */
  public static int[] others(RecordBatch whole, RecordBatch part) {
    return missing(whole, numbers(List.of(part), TextBatchBuilder.ROW));
  }

  private static int[] missing(RecordBatch whole, long[] kept) {
    long[] all = numbers(List.of(whole), TextBatchBuilder.ROW);
    int[] positions = new int[all.length - kept.length];
    int next = 0;
    int found = 0;
    for (int i = 0; i < all.length; i++) {
      if (next < kept.length && kept[next] == all[i]) {
        next++;
      } else if (found < positions.length) {
        positions[found++] = i;
      }
    }
    return next == kept.length ? positions : new int[0];
  }

  private static long[] numbers(List<RecordBatch> batches, String column) {
    long[] numbers = new long[batches.stream().mapToInt(RecordBatch::rows).sum()];
    int[] at = {0};
    for (RecordBatch batch : batches) {
      read(
          batch,
          root -> {
            BigIntVector vector = (BigIntVector) root.getVector(column);
            for (int i = 0; i < root.getRowCount(); i++) {
              numbers[at[0]++] = vector.get(i);
            }
          });
    }
    return Arrays.copyOf(numbers, at[0]);
  }

  private static PipelineException unreadable(IOException e) {
    return new PipelineException(ErrorCode.INTERNAL, "Cannot read a record batch", e);
  }
}
