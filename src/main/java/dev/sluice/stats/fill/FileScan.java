// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.fill;

import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.TableStats;
import dev.sluice.stats.ValueKind;
import dev.sluice.stats.measure.Counts;
import dev.sluice.stats.sketch.Sample;
import dev.sluice.table.DataFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Reads a file once and describes its columns.
 *
 * <p>Columns of which the first rows have few different values are counted value by value by the
 * kernel, which is several times cheaper than handing over every row; of the others every value is
 * taken in, but for quantiles, frequent values and shapes, which are made of a sample where there
 * are more than {@value Picks#ROWS} rows.
 */
public final class FileScan {
  /** So many rows at the beginning tell whether a column has few values. */
  private static final int FIRST = 2_048;

  private static final int FEW = 1_600;

  /** A column that turns out to have more of them in a file is not counted in the next one. */
  private static final int MANY = 4 * FEW;

  /** As many columns are counted in one pass: each takes one bit of a set's number. */
  private static final int SETS = 48;

  private final Kernel kernel;
  private final String relation;
  private final DataFile file;
  private final Set<String> personal;
  private final Map<String, ColumnStats> result = new LinkedHashMap<>();

  private FileScan(Kernel kernel, String relation, DataFile file, Set<String> personal) {
    this.kernel = kernel;
    this.relation = relation;
    this.file = file;
    this.personal = personal;
  }

  /**
   * Describes a file.
   *
   * @param relation what reads it
   * @param file of which the columns and rows are known
   * @param personal columns of which nothing but counts may be told
   */
  public static TableStats of(Kernel kernel, String relation, DataFile file, Set<String> personal)
      throws StatementFailed {
    return of(kernel, relation, file, personal, new HashMap<>());
  }

  /**
   * As {@link #of(Kernel, String, DataFile, Set)}.
   *
   * @param seen the columns of few values of tables of which a file was seen, so that the beginning
   *     of the next one is not looked at; what is told is the same
   */
  public static TableStats of(
      Kernel kernel,
      String relation,
      DataFile file,
      Set<String> personal,
      Map<String, Set<String>> seen)
      throws StatementFailed {
    return new FileScan(kernel, relation, file, personal).stats(seen);
  }

  private TableStats stats(Map<String, Set<String>> seen) throws StatementFailed {
    Map<String, Feed> open = new LinkedHashMap<>();
    for (DataFile.ColumnStats column : file.columns()) {
      result.put(
          column.name(),
          ColumnStats.counted(column.type(), Counts.of(file.rows(), column.nulls())));
      if (!personal.contains(column.name())) {
        open.put(column.name(), Feed.of(column.type()));
      }
    }
    Set<String> few = new LinkedHashSet<>();
    if (file.rows() > 2 * FIRST) {
      if (!seen.containsKey(file.table())) {
        seen.put(file.table(), few(open));
      }
      few.addAll(Objects.requireNonNull(seen.get(file.table())));
      few.retainAll(open.keySet());
    }
    List<String> counted = List.copyOf(few);
    for (int from = 0; from < counted.size(); from += SETS) {
      List<String> names = counted.subList(from, Math.min(counted.size(), from + SETS));
      Objects.requireNonNull(seen.get(file.table())).removeAll(count(names, open));
    }
    open.keySet().removeAll(few);
    if (!open.isEmpty()) {
      scan(open);
    }
    return new TableStats(file.rows(), result);
  }

  /** The columns whose first rows have few different values. */
  private Set<String> few(Map<String, Feed> open) throws StatementFailed {
    List<String> names =
        file.columns().stream()
            .filter(column -> open.containsKey(column.name()) && isComparable(column.type()))
            .map(DataFile.ColumnStats::name)
            .toList();
    if (names.isEmpty()) {
      return Set.of();
    }
    List<String> items =
        names.stream().map(n -> "count(DISTINCT " + SqlName.quote(n) + ")").toList();
    String sql =
        "SELECT %s FROM (SELECT * FROM %s LIMIT %d)"
            .formatted(String.join(", ", items), relation, FIRST);
    return kernel
        .rows(
            sql,
            row -> {
              Set<String> few = new LinkedHashSet<>();
              for (int i = 0; i < names.size(); i++) {
                if (row.getLong(i + 1) <= FEW) {
                  few.add(names.get(i));
                }
              }
              return few;
            })
        .get(0);
  }

  private static boolean isComparable(String type) {
    return switch (ValueKind.of(type)) {
      case NUMBER, TEXT, TIME, TRUTH -> true;
      case VECTOR, LIST, BINARY, OTHER -> false;
    };
  }

  /** All columns in one pass, each grouped by itself; those with many values are returned. */
  private Set<String> count(List<String> names, Map<String, Feed> open) throws StatementFailed {
    List<String> quoted = names.stream().map(SqlName::quote).toList();
    List<String> items = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      items.add(Objects.requireNonNull(open.get(names.get(i))).items(quoted.get(i)).get(0));
    }
    String all = String.join(", ", quoted);
    String sql =
        "SELECT %s, __count, __set FROM (SELECT %s, count(*) AS __count, grouping_id(%2$s) AS __set FROM %s GROUP BY GROUPING SETS ((%s))) ORDER BY __set"
            .formatted(String.join(", ", items), all, relation, String.join("), (", quoted));
    long[] groups = new long[names.size()];
    kernel.scan(sql, root -> take(root, names, open, groups));
    Sample whole = Sample.of(file.rows(), file.rows());
    names.forEach(name -> result.put(name, Objects.requireNonNull(open.get(name)).stats(whole)));
    Set<String> many = new LinkedHashSet<>();
    for (int i = 0; i < names.size(); i++) {
      if (groups[i] > MANY) {
        many.add(names.get(i));
      }
    }
    return many;
  }

  /** Rows of one set stand together; it has a bit for each column that is not grouped by. */
  private static void take(
      VectorSchemaRoot root, List<String> names, Map<String, Feed> open, long[] groups) {
    BigIntVector sets = (BigIntVector) root.getVector(names.size() + 1);
    int from = 0;
    while (from < root.getRowCount()) {
      long set = sets.get(from);
      int to = from;
      while (to < root.getRowCount() && sets.get(to) == set) {
        to++;
      }
      int column = names.size() - 1 - Long.numberOfTrailingZeros(~set);
      groups[column] += to - from;
      try (VectorSchemaRoot slice = root.slice(from, to - from)) {
        Objects.requireNonNull(open.get(names.get(column)))
            .take(
                Batch.counted(
                    slice.getVector(column), (BigIntVector) slice.getVector(names.size())));
      }
      from = to;
    }
  }

  private void scan(Map<String, Feed> open) throws StatementFailed {
    List<String> items = new ArrayList<>();
    open.forEach((name, feed) -> items.addAll(feed.items(SqlName.quote(name))));
    Picks picks = new Picks(file.rows(), file.content().sha256().hashCode());
    kernel.scan(
        "SELECT %s FROM %s".formatted(String.join(", ", items), relation),
        root -> take(root, open, picks));
    Sample sample = Sample.of(file.rows(), picks.seen());
    open.forEach((name, feed) -> result.put(name, feed.stats(sample)));
  }

  private static void take(VectorSchemaRoot root, Map<String, Feed> open, Picks picks) {
    int[] picked = picks.among(root.getRowCount());
    int from = 0;
    for (Map.Entry<String, Feed> each : open.entrySet()) {
      int width = each.getValue().items("x").size();
      List<FieldVector> vectors = root.getFieldVectors().subList(from, from + width);
      each.getValue().take(new Batch(vectors, null, root.getRowCount(), picked, picks.stride()));
      from += width;
    }
  }
}
