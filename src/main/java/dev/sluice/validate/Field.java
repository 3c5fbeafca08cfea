// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate;

import dev.sluice.schema.Column;
import dev.sluice.spec.Contract;
import dev.sluice.validate.cast.ColumnCast;
import dev.sluice.validate.cast.ColumnCast.Strictness;

/**
 * A column of the contract and where a batch has it.
 *
 * @param from the position in the batch; -1 when the batch does not have the column
 * @param type the kernel's type of the raw values
 */
record Field(Column column, int from, String type) {
  /** The text that names the raw column in every statement. */
  static String raw(int position) {
    return "__r" + position;
  }

  String raw() {
    return from < 0 ? "NULL::VARCHAR" : raw(from);
  }

  /** How its values are cast; a column that the batch lacks has its default. */
  ColumnCast cast(Subject subject) {
    boolean isClosed = subject.contract().unknownField() == Contract.UnknownField.FAIL;
    Strictness strictness = new Strictness(isClosed, subject.isModel());
    return from < 0
        ? ColumnCast.absent(column, strictness)
        : ColumnCast.of(column, type, raw(), strictness);
  }
}
