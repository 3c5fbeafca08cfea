// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.cursor;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.arrow.ArrowIpc;
import dev.sluice.batch.arrow.RecordBatches;
import dev.sluice.batch.arrow.TextBatchBuilder;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fact.Fact;
import dev.sluice.intake.CursorBounds;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.Kernels;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.schema.Column;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.beam.sdk.transforms.DoFn;
import org.jspecify.annotations.Nullable;

/** Filters one batch. */
final class IncrementFn extends DoFn<RecordBatch, RecordBatch> {
  private static final long serialVersionUID = 1L;

  private final String table;
  private final HashMap<String, CursorBounds> bounds;
  private final Kernels kernels;

  IncrementFn(String table, Map<String, CursorBounds> bounds, KernelSettings kernel) {
    this.table = table;
    this.bounds = new HashMap<>(bounds);
    this.kernels = Kernels.of(kernel);
  }

  @Setup
  public void setup() {
    kernels.open();
  }

  @Teardown
  public void teardown() {
    kernels.close();
  }

  @ProcessElement
  public void filter(@Element RecordBatch batch, MultiOutputReceiver out) {
    CursorBounds own = bounds.getOrDefault(batch.origin(), CursorBounds.NONE);
    String condition = own.isOpen() ? null : condition(batch, own);
    // A file without the column has no row outside.
    int[] inside = condition == null ? new int[batch.rows()] : inside(batch, own, condition);
    if (inside.length == batch.rows()) {
      out.get(Increment.ROWS).output(batch);
      return;
    }
    if (inside.length > 0) {
      out.get(Increment.ROWS).output(RecordBatches.pick(batch, inside));
    }
    out.get(Increment.FACTS)
        .output(new Fact.Counted(table, Fact.Tally.FILTERED, batch.rows() - inside.length));
  }

  /** The numbers of the rows inside, in order. */
  private int[] inside(RecordBatch batch, CursorBounds own, String condition) {
    try (Kernels.Lent lent = kernels.lend()) {
      return lent
          .kernel()
          .rows(
              "SELECT __i FROM (SELECT row_number() OVER () - 1 AS __i, %s AS __inside FROM __batch) WHERE __inside"
                  .formatted(condition),
              Map.of("__batch", List.of(batch)),
              row -> row.getInt(1))
          .stream()
          .mapToInt(Integer::intValue)
          .toArray();
    } catch (StatementFailed e) {
      throw new PipelineException(
          ErrorCode.INTERNAL,
          "Cannot compare column " + own.column() + " of " + batch.origin() + " with the cursor",
          e);
    }
  }

  private static @Nullable String condition(RecordBatch batch, CursorBounds own) {
    try (ArrowStreamReader reader = ArrowIpc.open(batch)) {
      List<Field> fields = reader.getVectorSchemaRoot().getSchema().getFields();
      List<Column> columns =
          fields.stream().map(f -> Column.of(f.getName(), type(f.getType()), true)).toList();
      boolean isJson = fields.stream().anyMatch(f -> f.getName().equals(TextBatchBuilder.UNKNOWN));
      return own.rawCondition(columns, isJson);
    } catch (IOException e) {
      throw new PipelineException(ErrorCode.INTERNAL, "Cannot read a record batch", e);
    }
  }

  /** The kernel's type, of those that may be written in a form; else nothing. */
  private static String type(ArrowType type) {
    if (type instanceof ArrowType.Int whole) {
      return whole.getBitWidth() > 32 ? "BIGINT" : "INTEGER";
    }
    return type instanceof ArrowType.Utf8 ? "VARCHAR" : "";
  }
}
