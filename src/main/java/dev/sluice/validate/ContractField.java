// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate;

import dev.sluice.batch.RawNames;
import dev.sluice.kernel.sql.WrittenValue;
import dev.sluice.schema.Column;
import dev.sluice.spec.table.Contract;
import dev.sluice.validate.cast.ColumnCast;
import dev.sluice.validate.cast.ColumnCast.Source;
import dev.sluice.validate.cast.ColumnCast.Strictness;
import dev.sluice.validate.unknown.UnknownFields;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A column of the contract and where a batch has it.
 *
 * @param index of the column in the contract
 * @param from the positions in the batch, more than one where it has several of the column's names;
 *     none when it does not have the column
 * @param type the kernel's type of the raw values
 * @param isJson whether the batch was read from JSON
 */
record ContractField(Column column, int index, List<Integer> from, String type, boolean isJson) {
  ContractField {
    from = List.copyOf(from);
  }

  /** The text that names the raw column in every statement. */
  static String raw(int position) {
    return "__r" + position;
  }

  /** The raw value, null where it stands for null. */
  String raw() {
    return isTold() ? "__n" + index : read();
  }

  /** Whether some values stand for null. */
  private boolean isTold() {
    return !from.isEmpty() && !column.form().nullValues().isEmpty();
  }

  private String read() {
    List<String> values =
        from.stream().map(at -> WrittenValue.present(column, raw(at), type, isJson)).toList();
    return switch (values.size()) {
      case 0 -> "NULL::VARCHAR";
      case 1 -> values.get(0);
      default -> values.stream().collect(Collectors.joining(", ", "coalesce(", ")"));
    };
  }

  /** What must be computed before and beside the casts: expressions by their names. */
  Map<String, String> prepared(ColumnCast cast) {
    Map<String, String> all = new TreeMap<>(cast.prepared());
    if (isTold()) {
      all.put(raw(), read());
    }
    return all;
  }

  /** Whether rows are dead because their file does not have the column. */
  boolean isMissed(RowContract subject) {
    return from.isEmpty()
        && column.fallback() == null
        && !isJson
        && !subject.isModel()
        && subject.contract().missing(column.name()) == Contract.MissingField.DEAD_LETTER;
  }

  /** What is in its values that the contract does not name; null when nothing can be. */
  UnknownFields.@Nullable Inside inside(UnknownFields.Place place, ColumnCast cast) {
    String paths = from.isEmpty() ? null : cast.unknown();
    return paths == null ? null : new UnknownFields.Inside(place, paths, isJson);
  }

  /**
   * Where its raw values are, for whoever keeps them.
   *
   * @param header of the batch
   */
  UnknownFields.Place place(List<Column> header) {
    int at = from.isEmpty() ? -1 : from.get(0);
    // Of JSON, the best of a column's names is never the key of anything else.
    String name =
        isJson || at < 0 ? column.sourceNames().get(0) : RawNames.source(header.get(at).name());
    return new UnknownFields.Place(at, name, type, raw());
  }

  /** Whether texts of it may be JSON. */
  boolean mayBeJson() {
    return isJson && column.keepsQuotes();
  }

  /** How its values are cast; a column that the batch lacks has its default. */
  ColumnCast cast(RowContract subject) {
    boolean isClosed = subject.contract().unknownField() == Contract.UnknownField.FAIL;
    Strictness strictness = new Strictness(isClosed, subject.isModel());
    if (from.isEmpty()) {
      return ColumnCast.absent(column, strictness);
    }
    if (!subject.isModel() && WrittenValue.isNeeded(column, type)) {
      WrittenValue written = WrittenValue.of(column, read(), type, isJson);
      return ColumnCast.written(column, written, "__f" + index, strictness);
    }
    return ColumnCast.of(column, type, new Source(read(), "__j" + from.get(0)), strictness);
  }
}
