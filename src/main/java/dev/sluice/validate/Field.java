// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate;

import dev.sluice.batch.RawNames;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.schema.Column;
import dev.sluice.spec.Contract;
import java.util.ArrayList;
import java.util.List;

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

  /**
   * Finds the contract's columns in a batch, by their exact names.
   *
   * @param header the batch's columns
   * @param origin of the batch, for the message
   * @throws PipelineException where the contract forbids a missing or an unknown column
   */
  static List<Field> match(Subject subject, List<Column> header, String origin) {
    List<String> names = header.stream().map(Column::name).toList();
    List<Field> fields = new ArrayList<>();
    for (Column column : subject.schema().columns()) {
      int from = names.indexOf(rawName(subject, column.name()));
      if (from < 0 && isStrict(subject)) {
        throw missing(subject, column.name(), names, origin);
      }
      fields.add(new Field(column, from, from < 0 ? "VARCHAR" : header.get(from).type()));
    }
    List<String> known =
        subject.schema().names().stream().map(name -> rawName(subject, name)).toList();
    if (subject.contract().unknownField() == Contract.UnknownField.FAIL) {
      for (String name : names) {
        if (!Judge.isRowNumber(name) && !known.contains(name)) {
          throw unknown(subject, name, origin);
        }
      }
    }
    return fields;
  }

  private static String rawName(Subject subject, String column) {
    return subject.isModel() ? column : RawNames.of(column);
  }

  private static boolean isStrict(Subject subject) {
    return subject.isModel() || subject.contract().missingField() == Contract.MissingField.FAIL;
  }

  private static PipelineException missing(
      Subject subject, String column, List<String> names, String origin) {
    return new PipelineException(
        ErrorCode.SCHEMA_MISSING_FIELD,
        "Table '"
            + subject.table()
            + "', "
            + origin
            + ": the file has no column '"
            + column
            + "' (has: "
            + String.join(", ", shown(subject, names))
            + "). Correct the file or the schema, or set `contract: {missing_field: null}`.");
  }

  /** A file without a header has values where names should be. */
  private static List<String> shown(Subject subject, List<String> names) {
    boolean isOpen = !subject.schema().hasPii();
    return names.stream()
        .filter(name -> !Judge.isRowNumber(name))
        .map(name -> isOpen || subject.schema().column(name).isPresent() ? name : "…")
        .toList();
  }

  private static PipelineException unknown(Subject subject, String column, String origin) {
    return new PipelineException(
        ErrorCode.SCHEMA_UNKNOWN_FIELD,
        "Table '"
            + subject.table()
            + "', "
            + origin
            + ": the contract does not name the file's column '"
            + shown(subject, List.of(column)).get(0)
            + "' (names: "
            + String.join(", ", subject.schema().names())
            + "). Add it to the schema, or set `contract: {unknown_field: keep}`.");
  }
}
