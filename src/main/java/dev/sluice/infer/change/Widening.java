// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.change;

import dev.sluice.batch.RecordBatch;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.TypeWidening;
import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.open.FileReaders;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.spec.rule.QualitySpec;
import dev.sluice.spec.rule.Tolerance;
import dev.sluice.spec.table.Contract;
import dev.sluice.spec.table.Contract.MissingField;
import dev.sluice.spec.table.Contract.UnknownField;
import dev.sluice.spec.table.Contract.WrongType;
import dev.sluice.spec.table.LoadSpec;
import dev.sluice.spec.table.LoadSpec.Disposition;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.validate.RowTrial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the columns whose type is to be widened: by the numbers in files that a run would refuse,
 * as the run itself judges them. What is no number widens nothing, and stays a bad value.
 */
final class Widening {
  private static final String INPUT = "__dead";

  /** Numbers that are refused, by column: how long their parts are, and what whole ones are. */
  private static final String REFUSED =
      """
      SELECT c, max(length(ltrim(w, '+-0'))), max(length(rtrim(f, '0'))),
        coalesce(max(length(ltrim(w, '+-0'))) FILTER (rtrim(f, '0') = ''), 0),
        coalesce(bool_and(TRY_CAST(w AS BIGINT) IS NOT NULL) FILTER (rtrim(f, '0') = ''), true)
      FROM (SELECT r->>'column' AS c, r->>'value' AS v, regexp_extract(v, '^([+-]?[0-9]+)', 1) AS w,
          regexp_extract(v, '[.]([0-9]+)$', 1) AS f
        FROM (SELECT unnest(reasons::JSON[]) AS r FROM %s))
      WHERE regexp_full_match(v, '[+-]?[0-9]+([.][0-9]+)?') AND length(v) <= 40
      GROUP BY c\
      """
          .formatted(INPUT);

  private final TableSpec table;
  private final Map<String, Seen> seen = new HashMap<>();

  private Widening(TableSpec table) {
    this.table = table;
  }

  /**
   * The numbers of one column that were refused.
   *
   * @param before digits before the point
   * @param behind digits behind it
   * @param whole digits of numbers without a fraction; 0 for none
   * @param isBigint whether BIGINT holds these
   */
  private record Seen(int before, int behind, int whole, boolean isBigint) {
    Seen and(Seen other) {
      return new Seen(
          Math.max(before, other.before),
          Math.max(behind, other.behind),
          Math.max(whole, other.whole),
          isBigint && other.isBigint);
    }
  }

  /** The columns that are to be wider, as they will be. */
  static List<Column> of(TableSpec table, List<InputFile> files) {
    List<Column> asked =
        table.schema().declared().columns().stream()
            .filter(column -> table.contract().type(column.name()) == WrongType.WIDEN)
            .filter(column -> isNumber(column.type()))
            .toList();
    if (asked.isEmpty() || NewColumns.isMuch(files)) {
      return List.of();
    }
    Widening widening = new Widening(alone(table, asked));
    widening.read(files);
    List<Column> wider = new ArrayList<>();
    for (Column column : asked) {
      Seen seen = widening.seen.get(column.name());
      Optional<String> type = seen == null ? Optional.empty() : type(column.type(), seen);
      type.filter(each -> !each.equals(column.type()))
          .ifPresent(each -> wider.add(column.typed(each)));
    }
    return wider;
  }

  private static boolean isNumber(String type) {
    return isWhole(type) || type.startsWith("DECIMAL(") || type.equals("FLOAT");
  }

  private static boolean isWhole(String type) {
    return List.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT").contains(type);
  }

  /** A whole number becomes a larger one, and never a fraction. */
  private static Optional<String> type(String own, Seen seen) {
    if (own.equals("FLOAT")) {
      return Optional.of("DOUBLE");
    }
    if (isWhole(own)) {
      return seen.whole() == 0
          ? Optional.empty()
          : TypeWidening.join(
              own, seen.isBigint() ? "BIGINT" : "DECIMAL(%d,0)".formatted(seen.whole()));
    }
    int digits = Math.max(1, seen.before() + seen.behind());
    return TypeWidening.join(own, "DECIMAL(%d,%d)".formatted(digits, seen.behind()));
  }

  /** The table with nothing but some columns, of which nothing but the type is asked. */
  private static TableSpec alone(TableSpec table, List<Column> columns) {
    return new TableSpec(
        table.name(),
        table.source(),
        new TableSchema(columns.stream().map(column -> column.nullable(true)).toList()),
        new Contract(UnknownField.RAW, MissingField.NULL, WrongType.DEAD_LETTER),
        new LoadSpec(Disposition.APPEND, List.of(), null, null),
        new QualitySpec(List.of(), List.of(), Tolerance.NONE));
  }

  private void read(List<InputFile> files) {
    RowTrial trial = RowTrial.table(table);
    FileReader.Wanted wanted = new FileReader.Wanted(table.name(), table.source(), table.schema());
    try (Kernel kernel = Kernel.open(KernelSettings.aside())) {
      for (InputFile file : files) {
        try (FileReader reader = FileReaders.open(wanted, file, RecordPosition.START)) {
          Chunk chunk;
          do {
            chunk = reader.next();
            if (chunk.rows() != null) {
              count(kernel, trial.judge(kernel, List.of(chunk.rows())).dead());
            }
          } while (!chunk.isLast());
        }
      }
    } catch (StatementFailed e) {
      throw new PipelineException(
          ErrorCode.INTERNAL,
          "Cannot look at the values of " + table.name() + ": " + e.getMessage(),
          e);
    }
  }

  private void count(Kernel kernel, List<RecordBatch> dead) throws StatementFailed {
    if (dead.isEmpty()) {
      return;
    }
    kernel
        .rows(
            REFUSED,
            Map.of(INPUT, dead),
            row -> {
              seen.merge(
                  row.getString(1),
                  new Seen(row.getInt(2), row.getInt(3), row.getInt(4), row.getBoolean(5)),
                  Seen::and);
              return 0;
            })
        .clear();
  }
}
