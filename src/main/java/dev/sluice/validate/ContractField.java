// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate;

import dev.sluice.schema.Column;
import dev.sluice.spec.table.Contract;
import dev.sluice.validate.cast.ColumnCast;
import dev.sluice.validate.cast.ColumnCast.Source;
import dev.sluice.validate.cast.ColumnCast.Strictness;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A column of the contract and where a batch has it.
 *
 * @param from the positions in the batch, more than one where it has several of the column's names;
 *     none when it does not have the column
 * @param type the kernel's type of the raw values
 */
record ContractField(Column column, List<Integer> from, String type) {
  ContractField {
    from = List.copyOf(from);
  }

  /** The text that names the raw column in every statement. */
  static String raw(int position) {
    return "__r" + position;
  }

  String raw() {
    return switch (from.size()) {
      case 0 -> "NULL::VARCHAR";
      case 1 -> raw(from.get(0));
      default ->
          from.stream().map(ContractField::raw).collect(Collectors.joining(", ", "coalesce(", ")"));
    };
  }

  /** How its values are cast; a column that the batch lacks has its default. */
  ColumnCast cast(RowContract subject) {
    boolean isClosed = subject.contract().unknownField() == Contract.UnknownField.FAIL;
    Strictness strictness = new Strictness(isClosed, subject.isModel());
    return from.isEmpty()
        ? ColumnCast.absent(column, strictness)
        : ColumnCast.of(column, type, new Source(raw(), "__j" + from.get(0)), strictness);
  }
}
