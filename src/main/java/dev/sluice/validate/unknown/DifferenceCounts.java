// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate.unknown;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.arrow.ArrowIpc;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fact.Fact;
import dev.sluice.fact.Fact.Difference;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Counts, of the good rows of a batch, the values that the contract does not take as they are: what
 * all rows have without what the bad ones have, so that nothing is cast once more.
 */
public final class DifferenceCounts {
  private final Asked asked;
  private final Kernel kernel;

  public DifferenceCounts(Asked asked, Kernel kernel) {
    this.asked = asked;
    this.kernel = kernel;
  }

  /**
   * What is counted.
   *
   * @param unknown null where values of unknown fields are not counted
   * @param lenient by the columns whose wrong values are null, the raw value
   * @param input the name that statements have for a batch
   * @param from how they read it
   */
  public record Asked(
      String table,
      @Nullable UnknownFields unknown,
      Map<String, String> lenient,
      String input,
      String from) {}

  /**
   * Counts.
   *
   * @param bad those of the rows that are not good; null for none
   * @param good the others, typed
   */
  public List<Fact.Differed> of(
      RecordBatch batch, @Nullable RecordBatch bad, List<RecordBatch> good) throws StatementFailed {
    Counts unknown = new Counts();
    Counts wrong = new Counts();
    count(batch, 1, unknown, wrong);
    if (bad != null) {
      count(bad, -1, unknown, wrong);
    }
    for (RecordBatch typed : good) {
      for (String column : asked.lenient().keySet()) {
        read(typed, root -> wrong.add(column, -values(root.getVector(column))));
      }
    }
    List<Fact.Differed> all = new ArrayList<>();
    add(unknown, Difference.UNKNOWN_FIELD, all);
    add(wrong, Difference.TYPE, all);
    return all;
  }

  private void add(Counts counts, Difference difference, List<Fact.Differed> all) {
    counts
        .all()
        .forEach((f, values) -> all.add(new Fact.Differed(asked.table(), difference, f, values)));
  }

  private static long values(FieldVector vector) {
    return (long) vector.getValueCount() - vector.getNullCount();
  }

  private void count(RecordBatch batch, int sign, Counts unknown, Counts wrong)
      throws StatementFailed {
    Map<String, List<RecordBatch>> input = Map.of(asked.input(), List.of(batch));
    UnknownFields fields = asked.unknown();
    if (fields != null) {
      count(fields, batch, input, sign, unknown);
    }
    if (!asked.lenient().isEmpty()) {
      countRaw(input, sign, wrong);
    }
  }

  private void count(
      UnknownFields fields,
      RecordBatch batch,
      Map<String, List<RecordBatch>> input,
      int sign,
      Counts unknown)
      throws StatementFailed {
    if (!fields.places().isEmpty()) {
      read(
          batch,
          root ->
              fields
                  .places()
                  .forEach(p -> unknown.add(p.name(), sign * values(root.getVector(p.at())))));
    }
    String counts = fields.counts(asked.from());
    if (counts != null) {
      kernel
          .rows(counts, input, row -> Map.entry(row.getString(1), row.getLong(2)))
          .forEach(one -> unknown.add(one.getKey(), sign * one.getValue()));
    }
  }

  private void countRaw(Map<String, List<RecordBatch>> input, int sign, Counts wrong)
      throws StatementFailed {
    List<String> columns = List.copyOf(asked.lenient().keySet());
    String sql =
        "SELECT "
            + String.join(
                ", ", columns.stream().map(c -> "count(" + asked.lenient().get(c) + ")").toList())
            + asked.from();
    Boolean unused =
        kernel
            .rows(
                sql,
                input,
                row -> {
                  for (int i = 0; i < columns.size(); i++) {
                    wrong.add(columns.get(i), sign * row.getLong(i + 1));
                  }
                  return true;
                })
            .get(0);
  }

  private static void read(RecordBatch batch, Consumer<VectorSchemaRoot> use) {
    try (ArrowStreamReader reader = ArrowIpc.open(batch)) {
      if (reader.loadNextBatch()) {
        use.accept(reader.getVectorSchemaRoot());
      }
    } catch (IOException e) {
      throw new PipelineException(ErrorCode.INTERNAL, "Cannot read a record batch", e);
    }
  }
}
