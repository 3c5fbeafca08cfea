// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.compare;

import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.promote.compare.ColumnMeasure.Measure;
import dev.sluice.promote.compare.ColumnMeasure.Value;
import dev.sluice.promote.compare.ProductionChange.ProfileChange;
import dev.sluice.promote.compare.ToldMeasures.Told;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Describes the values of each column of two states: nulls, distinct values (not of doubles),
 * least, greatest, mean; of personal columns nulls alone. The statistics of the states tell it
 * where both know it, else the rows of the views {@code before} and {@code after} do, which are
 * read once for all that is left. Either way says the same, but that rows are counted by
 * HyperLogLog, which always estimates.
 */
final class ColumnProfiles {
  /** A mean: the last digits of a double, which follow from the order of rows, decide no other. */
  private static final String SHOWN = "format('{:.6g}', format('{:.12g}', %s)::DOUBLE)";

  private final Kernel kernel;
  private final ToldMeasures before;
  private final ToldMeasures after;

  ColumnProfiles(Kernel kernel, ToldMeasures before, ToldMeasures after) {
    this.kernel = kernel;
    this.before = before;
    this.after = after;
  }

  /** Makes the views of both states' rows. */
  interface Views {
    void make() throws StatementFailed;
  }

  /**
   * The measures that differ.
   *
   * @param rows is asked only where statistics do not tell all
   */
  List<ProfileChange> changes(ComparedColumns columns, Views rows) throws StatementFailed {
    Map<ColumnMeasure, Told> was = new LinkedHashMap<>();
    Map<ColumnMeasure, Told> then = new LinkedHashMap<>();
    boolean isRead = false;
    for (ColumnMeasure each :
        columns.all().stream()
            .flatMap(column -> ColumnMeasure.of(column, columns.isOrdered(column)).stream())
            .toList()) {
      Optional<Told> one = before.of(each);
      Optional<Told> other = after.of(each);
      boolean isTold = one.isPresent() && other.isPresent();
      Told read = new Told(each.sql(), each.measure() == Measure.DISTINCT);
      was.put(each, isTold ? one.get() : read);
      then.put(each, isTold ? other.get() : read);
      isRead |= !isTold;
    }
    if (was.isEmpty()) { // both sides may have no column in common
      return List.of();
    }
    if (isRead) {
      rows.make();
    }
    return changes(
        values(isRead ? TableComparison.BEFORE : "", was),
        values(isRead ? TableComparison.AFTER : "", then));
  }

  private static List<ProfileChange> changes(
      Map<ColumnMeasure, Value> before, Map<ColumnMeasure, Value> after) {
    List<ProfileChange> changes = new ArrayList<>();
    before.forEach(
        (measure, value) -> {
          Value other = Objects.requireNonNull(after.get(measure));
          if (!measure.isSame(value, other)) {
            changes.add(
                new ProfileChange(
                    measure.column().name(),
                    measure.measure().word(),
                    value.shown(),
                    other.shown()));
          }
        });
    return changes;
  }

  /** In one statement, so that the kernel spells all values, whoever tells them. */
  private Map<ColumnMeasure, Value> values(String view, Map<ColumnMeasure, Told> told)
      throws StatementFailed {
    List<String> items = new ArrayList<>();
    told.forEach(
        (measure, each) -> {
          items.add("(" + each.sql() + ")::VARCHAR");
          if (measure.isMean()) {
            items.add(SHOWN.formatted(each.sql()));
          }
        });
    Map<ColumnMeasure, Value> values = new LinkedHashMap<>();
    String from = view.isEmpty() ? "" : " FROM " + SqlName.quote(view);
    kernel.rows(
        "SELECT " + String.join(", ", items) + from,
        row -> {
          int at = 1;
          for (Map.Entry<ColumnMeasure, Told> each : told.entrySet()) {
            String exact = text(row.getString(at++));
            boolean isEstimate = each.getValue().isEstimate();
            String shown =
                each.getKey().isMean()
                    ? text(row.getString(at++))
                    : isEstimate ? "about " + exact : exact;
            values.put(each.getKey(), new Value(exact, shown, isEstimate));
          }
          return true;
        });
    return values;
  }

  /** What is no number has no sign. */
  private static String text(@Nullable String value) {
    String text = Objects.requireNonNullElse(value, "null");
    return text.equals("-nan") ? "nan" : text;
  }
}
