// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.profile;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.spec.table.SourceSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Hashes of the values of one table's columns that may be keys or lead to some, in the kernel,
 * which spills them: 64 bits a row and column.
 *
 * <p>As many hashes as rows prove that all values differ. Fewer may come of two values that share a
 * hash, which happens to one of a billion pairs of tables; then a key is missed, never made up.
 */
public final class KeyHashes {
  private static final int MOST_COLUMNS = 24;

  /** Rows beyond which no more is proven: some gigabytes of spilled hashes. */
  private static final long MOST_ROWS = 50_000_000;

  /** Longer texts identify nothing. */
  private static final int LONGEST = 200;

  private final String table;
  private final String relation;
  private final Map<String, ColumnProfile> columns = new LinkedHashMap<>();
  private final Map<String, String> places = new HashMap<>();
  private boolean isComplete = true;
  private long rows;

  /** A column of a table of which hashes are kept, by its name in the source. */
  public record Key(KeyHashes hashes, String name) {}

  /** A column, and what it is called in a relation. */
  record Hashed(ColumnProfile column, String name) {}

  /**
   * No hashes yet.
   *
   * @param number of the table, by which its hashes are told from others'
   */
  public KeyHashes(String table, int number) {
    this.table = table;
    this.relation = "__keys" + number;
  }

  String table() {
    return table;
  }

  void add(Kernel kernel, String batch, List<Hashed> all) throws StatementFailed {
    boolean isFirst = rows == 0;
    Map<String, String> here = new HashMap<>();
    all.forEach(each -> here.putIfAbsent(each.column().name(), each.name()));
    if (isFirst) {
      all.stream().filter(each -> mayBeKey(each.column())).limit(MOST_COLUMNS).forEach(this::take);
      String definition =
          places.values().stream()
              .sorted()
              .map(p -> p + " UBIGINT")
              .collect(Collectors.joining(", "));
      kernel.execute(
          "CREATE OR REPLACE TEMP TABLE %s (__n UTINYINT%s)"
              .formatted(relation, definition.isEmpty() ? "" : ", " + definition));
    }
    List<String> targets = new ArrayList<>(List.of("__n"));
    List<String> values = new ArrayList<>(List.of("0"));
    columns.forEach(
        (name, column) -> {
          String source = here.get(name);
          targets.add(place(name));
          values.add(
              source == null
                  ? "NULL"
                  : "CASE WHEN %s IS NOT NULL THEN %s END".formatted(source, hash(source)));
        });
    rows++;
    if (kernel.rows("SELECT count(*) FROM " + relation, row -> row.getLong(1)).get(0) > MOST_ROWS) {
      isComplete = false;
      return;
    }
    kernel.execute(
        "INSERT INTO %s (%s) SELECT %s FROM %s"
            .formatted(relation, String.join(", ", targets), String.join(", ", values), batch));
  }

  static String hash(String value) {
    return "hash(" + value + "::VARCHAR)";
  }

  private void take(Hashed each) {
    // Two columns that are called alike are one to their table: the first counts.
    if (columns.putIfAbsent(each.column().name(), each.column()) == null) {
      places.put(each.column().name(), "k" + places.size());
    }
  }

  private static boolean mayBeKey(ColumnProfile column) {
    boolean isMeasure =
        column.sourceType().equals("DOUBLE")
            || column.sourceType().equals("FLOAT")
            || (column.holds(Candidate.Kind.DOUBLE) && !column.holds(Candidate.Kind.BIGINT));
    return !isMeasure
        && column.filled() > 0
        && column.longest() <= LONGEST
        && !Column.of("", column.sourceType(), true).isNested();
  }

  private String place(String column) {
    String place = places.get(column);
    if (place == null) {
      throw new IllegalArgumentException(column);
    }
    return place;
  }

  /** Whether hashes of a column are kept. */
  public boolean knows(String column) {
    return places.containsKey(column);
  }

  /** Whether all rows are among the hashes. */
  public boolean isComplete() {
    return isComplete;
  }

  /** Whether no row lacks a value of columns and no two rows agree in all of them. */
  public boolean areUnique(Kernel kernel, List<String> names) {
    if (!names.stream().allMatch(this::knows)) {
      return false;
    }
    String list = names.stream().map(this::place).collect(Collectors.joining(", "));
    String nulls =
        names.stream().map(n -> place(n) + " IS NULL").collect(Collectors.joining(" OR "));
    return number(
            kernel,
            "SELECT count(*) = count(DISTINCT (%1$s)) AND count(*) FILTER (WHERE %2$s) = 0 FROM %3$s"
                .formatted(names.size() == 1 ? list : "hash(" + list + ")", nulls, relation))
        == 1;
  }

  /** How many different values a column has. */
  public long distinct(Kernel kernel, String column) {
    return number(kernel, "SELECT count(DISTINCT %s) FROM %s".formatted(place(column), relation));
  }

  /** How many rows repeat the value of an earlier one, and of the first value that is repeated. */
  public record Repeats(long rows, String hash, long rowsOfFirst) {}

  /** What keeps a column from being a key; empty where nothing does, or where it is null once. */
  public Optional<Repeats> repeats(Kernel kernel, String column) {
    String place = place(column);
    try {
      return kernel
          .rows(
              ("SELECT n - d, h::VARCHAR, c FROM (SELECT count(*) AS n, count(DISTINCT %1$s) AS d, count(%1$s) AS f FROM %2$s),"
                      + " (SELECT %1$s AS h, count(*) AS c FROM %2$s GROUP BY 1 HAVING count(*) > 1 ORDER BY min(rowid) LIMIT 1)"
                      + " WHERE f = n")
                  .formatted(place, relation),
              row -> new Repeats(row.getLong(1), row.getString(2), row.getLong(3)))
          .stream()
          .findFirst();
    } catch (StatementFailed e) {
      throw new PipelineException(ErrorCode.INTERNAL, "Cannot compare keys: " + e.getMessage(), e);
    }
  }

  /**
   * The value of a column that a hash was made of: files are read again, as far as the first row
   * that has it. Empty when none has it any more.
   */
  public Optional<String> value(
      Kernel kernel, Repeats repeats, String column, List<InputFile> files, SourceSpec source) {
    return new HashedValue(kernel, table, column, repeats.hash()).in(files, source);
  }

  /**
   * Whether every value of a column is one of another table's column.
   *
   * @param nulls texts that are no values of the column
   */
  public boolean leadsTo(Kernel kernel, String column, Collection<String> nulls, Key other) {
    if (!knows(column) || !other.hashes().knows(other.name())) {
      return false;
    }
    String none =
        nulls.stream()
            .map(text -> ", hash(" + SqlName.literal(text) + ")")
            .collect(Collectors.joining());
    return number(
            kernel,
            "SELECT count(*) = 0 FROM %1$s WHERE %2$s IS NOT NULL AND %2$s NOT IN (SELECT %3$s FROM %4$s WHERE %3$s IS NOT NULL)%5$s"
                .formatted(
                    relation,
                    place(column),
                    other.hashes().place(other.name()),
                    other.hashes().relation,
                    none.isEmpty()
                        ? ""
                        : " AND " + place(column) + " NOT IN (" + none.substring(2) + ")"))
        == 1;
  }

  private static long number(Kernel kernel, String sql) {
    try {
      return kernel.rows("SELECT (" + sql + ")::BIGINT", row -> row.getLong(1)).get(0);
    } catch (StatementFailed e) {
      throw new PipelineException(ErrorCode.INTERNAL, "Cannot compare keys: " + e.getMessage(), e);
    }
  }
}
