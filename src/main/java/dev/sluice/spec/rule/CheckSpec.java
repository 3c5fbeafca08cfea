// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.rule;

import dev.sluice.error.issue.Position;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.history.Baseline;
import dev.sluice.spec.history.Comparison;
import dev.sluice.spec.history.Metric;
import dev.sluice.spec.history.Rows;
import dev.sluice.spec.history.Usual;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A condition on a whole table.
 *
 * @param name unique within its table, such as {@code unique: [order_id]}
 * @param terms what every kind may be asked
 * @param kind what is asked
 */
public record CheckSpec(
    String name, Consequence consequence, Position position, Terms terms, Kind kind)
    implements Serializable {
  /** A check of all rows, of which none may be against it. */
  public CheckSpec(String name, Consequence consequence, Position position, Kind kind) {
    this(name, consequence, position, Terms.NONE, kind);
  }

  /** The same, of another kind. */
  public CheckSpec of(Kind other) {
    return new CheckSpec(name, consequence, position, terms, other);
  }

  /**
   * What stands beside a kind.
   *
   * @param where which rows are looked at; null for all
   * @param allowed how many may be against it
   * @param minSample with fewer rows than that it is not judged
   * @param examples so many of the rows against it are shown
   * @param keepsRows whether the lake keeps every row against it
   */
  public record Terms(
      @Nullable SqlText where, Allowance allowed, long minSample, int examples, boolean keepsRows)
      implements Serializable {
    /** How many rows are shown unless the author says so. */
    public static final int USUAL_EXAMPLES = 5;

    public static final Terms NONE = new Terms(null, Allowance.NONE, 0, USUAL_EXAMPLES, false);
  }

  /**
   * How many rows may be against a check; both limits apply.
   *
   * @param rows null for no limit of this kind
   * @param ratio of the rows looked at, 0 to 1; null for no limit of this kind
   */
  public record Allowance(@Nullable Long rows, @Nullable Double ratio) implements Serializable {
    public static final Allowance NONE = new Allowance(null, null);

    /** Whether there is none. */
    public boolean isNone() {
      return rows == null && ratio == null;
    }
  }

  /** Two bounds, inclusive, as they are written; null for none. */
  public record Limits(@Nullable String min, @Nullable String max) implements Serializable {
    /** As a sentence says them: {@code 1 to 5}, {@code at least 1}. */
    public String phrase() {
      return min == null
          ? max == null ? "anything" : "at most " + max
          : max == null ? "at least " + min : min + " to " + max;
    }
  }

  /** What is asked of a table. */
  public sealed interface Kind extends Serializable {
    /** The key of the spec that asks for it. */
    default String word() {
      String simple = getClass().getSimpleName();
      return simple.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    /** Which other tables it reads. */
    default List<String> others() {
      return List.of();
    }

    /** Whether it may find something else in rows that did not change. */
    default boolean isTimed() {
      return false;
    }

    /** Whether statistics of this run and of earlier ones answer it, and no row is read. */
    default boolean isOfHistory() {
      return false;
    }

    /** Whether what was read of the table's source answers it, and no row is read. */
    default boolean isOfSource() {
      return false;
    }

    /** Whether the warehouse answers it, once it holds the rows. */
    default boolean isOfWarehouse() {
      return false;
    }
  }

  /**
   * How many rows there are.
   *
   * @param change how far the count may be from that of the last run, as a share of it
   */
  public record RowCount(Limits limits, @Nullable Double change) implements Kind {
    @Override
    public boolean isTimed() {
      return change != null;
    }
  }

  /** No row is null in any of the columns. */
  public record NotNull(List<String> columns) implements Kind {}

  /** No two rows have equal values in all of the columns; rows with a null are left out. */
  public record Unique(List<String> columns) implements Kind {}

  /** Every value of the column stands in the other table's column. */
  public record References(String column, String table, String to) implements Kind {
    @Override
    public List<String> others() {
      return List.of(table);
    }
  }

  /** The share of nulls in the column. */
  public record NullRatio(String column, Limits limits) implements Kind {}

  /** One number or value that is computed of some columns. */
  public record Figure(Statistic statistic, List<String> columns, Limits limits) implements Kind {
    @Override
    public String word() {
      Statistic key = statistic == Statistic.RANK_CORRELATION ? Statistic.CORRELATION : statistic;
      return key.name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is computed; the names are keys of the spec. */
  public enum Statistic {
    MIN,
    MAX,
    MEAN,
    /** Of a sample: by one less than the rows. */
    STDDEV,
    SUM,
    /** Pearson's. */
    CORRELATION,
    /** Spearman's: Pearson's of ranks. */
    RANK_CORRELATION,
    DISTINCT_COUNT
  }

  /** The value below which a share of all values lies. */
  public record Quantile(String column, double at, Limits limits) implements Kind {}

  /** The column's sum equals another column's sum; within 1e-9 of it for doubles, else exactly. */
  public record SumEquals(String column, String table, String other) implements Kind {
    @Override
    public List<String> others() {
      return List.of(table);
    }
  }

  /**
   * Another table has as many rows, or the same sum.
   *
   * @param column whose sum it is; null for rows
   * @param to the other table's column
   * @param difference that is allowed, as it is written; null for none
   * @param ratio of the other table's figure that is allowed
   */
  public record Reconcile(
      @Nullable String column,
      String table,
      @Nullable String to,
      @Nullable String difference,
      @Nullable Double ratio)
      implements Kind {
    @Override
    public List<String> others() {
      return List.of(table);
    }
  }

  /**
   * Every file that a run reads has as many rows as its sender says in files beside the data.
   *
   * @param control the files in which the sender says it, as the author wrote their pattern
   * @param pattern the same, where it leads
   * @param file the field that names a file of the source
   * @param rows the field that says how many rows it has
   * @param difference that is allowed of a file, in rows; null for none
   * @param ratio of the rows that are told that is allowed
   */
  public record Control(
      String control,
      String pattern,
      String file,
      String rows,
      @Nullable Long difference,
      @Nullable Double ratio)
      implements Kind {
    @Override
    public String word() {
      return "reconcile";
    }

    @Override
    public boolean isTimed() {
      return true;
    }

    @Override
    public boolean isOfSource() {
      return true;
    }
  }

  /** Every value lies between two bounds. */
  public record Range(String column, Limits limits) implements Kind {}

  /** Every value is one of a list. */
  public record AcceptedValues(String column, List<Share> values) implements Kind {}

  /** A value, and which share of all it may have. */
  public record Share(String value, Limits limits) implements Serializable {}

  /** The newest value is no older than a span before the run's time. */
  public record Freshness(String column, Duration within) implements Kind {
    @Override
    public boolean isTimed() {
      return true;
    }
  }

  /** Rows that agree in one column agree in others. */
  public record Determines(String column, List<String> columns) implements Kind {}

  /**
   * Values do not fall from one row to the next.
   *
   * @param by what orders the rows
   * @param per the columns by which rows are parted; none for one sequence
   * @param isStrict whether they must rise
   */
  public record Monotonic(String column, String by, List<String> per, boolean isStrict)
      implements Kind {}

  /** Between the least and the greatest value every whole number, or day, is there. */
  public record NoGaps(String column, List<String> per) implements Kind {}

  /**
   * Rows that must be there, as often as they are listed.
   *
   * @param columns of the rows
   * @param key the columns by which a row of the table is found; none for all
   * @param rows their values as text
   */
  public record Golden(String file, List<String> columns, List<String> key, List<Expected> rows)
      implements Kind {}

  /** One row that must be there; null stands for null. */
  public record Expected(List<@Nullable String> values) implements Serializable {
    public Expected {
      values = Collections.unmodifiableList(new ArrayList<>(values));
    }
  }

  /**
   * A statement that returns the rows that should not be.
   *
   * @param per the columns by which rows meet; none for one piece
   * @param inputs the tables that it reads, once it is bound
   * @param isByRow whether it may run file by file
   * @param output its columns, once it is bound
   */
  public record Sql(
      SqlText sql, List<String> per, List<String> inputs, boolean isByRow, TableSchema output)
      implements Kind {
    @Override
    public List<String> others() {
      return inputs;
    }
  }

  /** A statement in the warehouse's own words that returns the rows that should not be. */
  public record InWarehouse(SqlText sql) implements Kind {
    @Override
    public String word() {
      return "sql";
    }

    @Override
    public boolean isOfWarehouse() {
      return true;
    }
  }

  /**
   * A rule in the warehouse's own words: a condition that none of its table's rows may break.
   *
   * @param sql the condition
   * @param where of which rows it is asked: of those for which this is true; null for all
   */
  public record RuleInWarehouse(SqlText sql, @Nullable SqlText where) implements Kind {
    @Override
    public String word() {
      return "rule";
    }

    @Override
    public boolean isOfWarehouse() {
      return true;
    }
  }

  /** What is asked against earlier runs, by statistics alone. */
  public sealed interface OfHistory extends Kind {
    /** The runs that it is held against. */
    Baseline baseline();

    /** Which rows are held against those of these runs. */
    Rows rows();

    @Override
    default boolean isOfHistory() {
      return true;
    }

    @Override
    default boolean isTimed() {
      return baseline() instanceof Baseline.Production;
    }
  }

  /**
   * Values are distributed as they were.
   *
   * @param comparison null for the one that suits the type
   * @param most how far apart they may be; null for what is usual
   */
  public record Drift(
      String column,
      @Nullable Comparison comparison,
      @Nullable Double most,
      Baseline baseline,
      Rows rows)
      implements OfHistory {}

  /**
   * There are no values that were not there before.
   *
   * @param most which share of all values they may have
   */
  public record NewValues(String column, double most, Baseline baseline, Rows rows)
      implements OfHistory {
    /** Which share they may have where the author does not say it. */
    public static final double USUAL = 0.01;
  }

  /**
   * A figure is as it usually is.
   *
   * @param column null for figures of the whole table
   */
  public record Anomaly(
      Metric metric, @Nullable String column, Usual usual, Baseline baseline, Rows rows)
      implements OfHistory {}
}
