// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate;

import dev.sluice.batch.RawNames;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.schema.Column;
import dev.sluice.spec.table.Contract;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the contract's columns among those of a batch, and their fields where types name them. */
final class HeaderMatch {
  private final RowContract subject;
  private final String origin;

  private HeaderMatch(RowContract subject, String origin) {
    this.subject = subject;
    this.origin = origin;
  }

  /**
   * Finds the columns, by their exact names, or else by their aliases.
   *
   * @param columns of the batch
   * @param origin of the batch, for the message
   * @throws PipelineException where the contract forbids a missing or an unknown column
   */
  static List<ContractField> match(RowContract subject, List<Column> columns, String origin) {
    HeaderMatch header = new HeaderMatch(subject, origin);
    List<Column> raw = header.sources(columns);
    header.check("", subject.schema().columns(), raw);
    List<ContractField> fields = new ArrayList<>();
    for (Column column : subject.schema().columns()) {
      List<Column> found = all(column, raw);
      String type = found.isEmpty() ? "VARCHAR" : found.get(0).type();
      fields.add(new ContractField(column, found.stream().map(raw::indexOf).toList(), type));
    }
    return fields;
  }

  /** The columns of a batch as their source calls them; the row's number has no name there. */
  private List<Column> sources(List<Column> columns) {
    if (subject.isModel()) {
      return columns;
    }
    return columns.stream()
        .map(c -> c.named(RowValidator.isOurs(c.name()) ? "" : RawNames.source(c.name())))
        .toList();
  }

  /** Texts under any name of a column: one row may use another name than the next. */
  private static List<Column> all(Column column, List<Column> raw) {
    List<Column> found = named(column, raw).toList();
    boolean areTexts = found.stream().allMatch(c -> c.type().equals("VARCHAR"));
    return areTexts ? found : found.subList(0, 1);
  }

  /** The raw columns or fields that one of the contract can be read from, the best first. */
  private static Stream<Column> named(Column column, List<Column> raw) {
    return Stream.concat(Stream.of(column.name()), column.aliases().stream())
        .flatMap(name -> raw.stream().filter(other -> other.name().equals(name)));
  }

  /** A record has a key that the contract neither names nor allows. */
  static PipelineException unknownKey(RowContract subject, String key, String origin) {
    return new HeaderMatch(subject, origin).unknown("", key, subject.schema().columns());
  }

  private void check(String path, List<Column> wanted, List<Column> columns) {
    List<Column> raw = columns.stream().filter(column -> !column.name().isEmpty()).toList();
    Set<Column> unknown = new HashSet<>(raw);
    for (Column column : wanted) {
      Optional<Column> found = named(column, raw).findFirst();
      if (found.isPresent()) {
        named(column, raw).forEach(unknown::remove);
        checkInside(path + column.name(), column, found.get().opened());
      } else if (isStrict() && column.fallback() == null) {
        throw missing(path, column, raw);
      }
    }
    if (subject.contract().unknownField() == Contract.UnknownField.FAIL) {
      for (Column column : raw) {
        if (unknown.contains(column)) {
          throw unknown(path, column.name(), wanted);
        }
      }
    }
  }

  private void checkInside(String path, Column column, Column raw) {
    if (column.isStruct() && raw.isStruct() && !column.nested().isEmpty()) {
      boolean isUnion = raw.nested().stream().allMatch(f -> f.name().startsWith(Column.BRANCH));
      if (!isUnion) {
        check(path + ".", column.nested(), raw.nested());
      }
    } else if ((column.isList() && raw.isList()) || (column.isMap() && raw.isMap())) {
      column.nested().stream()
          .limit(1)
          .forEach(item -> checkInside(path + item.name(), item, raw.nested().get(0)));
    }
  }

  private boolean isStrict() {
    return subject.isModel() || subject.contract().missingField() == Contract.MissingField.FAIL;
  }

  private PipelineException missing(String path, Column column, List<Column> raw) {
    return new PipelineException(
        ErrorCode.SCHEMA_MISSING_FIELD,
        "Table '"
            + subject.table()
            + "', "
            + origin
            + ": the file has no column '"
            + path
            + column.name()
            + "' (has: "
            + String.join(", ", raw.stream().map(c -> shown(path, c.name())).toList())
            + "). Correct the file or the schema, name the file's column in the field's `aliases`,"
            + " or set `contract: {missing_field: null}`.");
  }

  /** A file without a header has values where names should be. */
  private String shown(String path, String name) {
    boolean isOpen = !path.isEmpty() || !subject.schema().hasPii();
    return isOpen || subject.schema().column(name).isPresent() ? path + name : "…";
  }

  private PipelineException unknown(String path, String column, List<Column> wanted) {
    return new PipelineException(
        ErrorCode.SCHEMA_UNKNOWN_FIELD,
        "Table '"
            + subject.table()
            + "', "
            + origin
            + ": the contract does not name the file's column '"
            + shown(path, column)
            + "' (names: "
            + String.join(", ", wanted.stream().map(Column::name).toList())
            + "). Add it to the schema, or set `contract: {unknown_field: keep}`.");
  }
}
