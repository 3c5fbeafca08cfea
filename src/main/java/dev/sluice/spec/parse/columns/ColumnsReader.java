// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.columns;

import dev.sluice.error.issue.Position;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.form.SourceNames;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Field;
import dev.sluice.spec.yaml.Node.Fields;
import dev.sluice.spec.yaml.Node.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code columns}: names, and what each of them is. */
final class ColumnsReader {
  private final SpecContext reading;
  private final ColumnReader columns;

  /**
   * A reader.
   *
   * @param hasSource whether the values come from a source; those of a model do not
   */
  ColumnsReader(SpecContext reading, boolean hasSource) {
    this.reading = reading;
    this.columns = new ColumnReader(reading, hasSource);
  }

  /** Null when anything was reported. */
  @Nullable TableSchema read(Field field) {
    if (field.value() instanceof Scalar scalar && scalar.isBroken()) {
      return null;
    }
    if (!(field.value() instanceof Fields fields)) {
      reading.invalid(
          field.value().position(),
          "`columns` is a map of names and types, not " + field.value().description(),
          "write each column in a line of its own: `order_id: bigint!`");
      return null;
    }
    if (fields.fields().isEmpty()) {
      reading.invalid(
          field.key().position(), "`columns` has no entry", "a table has at least one column");
      return null;
    }
    return read(fields.fields());
  }

  private @Nullable TableSchema read(List<Field> fields) {
    List<Column> read = new ArrayList<>();
    Map<String, Scalar> seen = new HashMap<>();
    boolean isCut = false;
    for (Field field : fields) {
      // Between braces a comma ends a type: what follows it is no column, and was reported with it.
      if (isCut && isNothing(field.value())) {
        isCut = !field.name().contains(")");
        continue;
      }
      Column column = columns.read(field);
      isCut = isOpen(field.value());
      boolean isNew = isNew(field.key(), seen);
      if (column != null && isNew) {
        read.add(column);
      }
    }
    boolean isWhole = read.size() == fields.size();
    return areTold(read, fields) && isWhole ? new TableSchema(read) : null;
  }

  private static boolean isNothing(Node node) {
    return node instanceof Scalar scalar && scalar.type() == Node.Type.NOTHING;
  }

  private static boolean isOpen(Node value) {
    Node type = value;
    if (value instanceof Fields fields) {
      type =
          fields.fields().stream()
              .filter(each -> each.name().equals("type"))
              .map(Field::value)
              .findFirst()
              .orElse(value);
    }
    return type instanceof Scalar scalar
        && scalar.text().chars().filter(c -> c == '(').count()
            > scalar.text().chars().filter(c -> c == ')').count();
  }

  private boolean isNew(Scalar name, Map<String, Scalar> seen) {
    Scalar other = seen.putIfAbsent(name.text().toLowerCase(Locale.ROOT), name);
    if (other != null) {
      reading.invalid(
          name.position(),
          "the column `%s` equals `%s` in line %d but for letter case"
              .formatted(name.text(), other.text(), other.position().line()),
          "rename one of them");
    }
    return other == null;
  }

  /** Whether no two columns are read from the same name of a source. */
  private boolean areTold(List<Column> read, List<Field> fields) {
    boolean areTold = true;
    Map<String, String> owners = new HashMap<>();
    for (Column column : read) {
      for (String name : column.sourceNames()) {
        String owner = owners.putIfAbsent(SourceNames.loose(name), column.name());
        if (owner != null && !owner.equals(column.name())) {
          areTold = false;
          reading.invalid(
              place(column, fields),
              "the columns `%s` and `%s` are both read from `%s`"
                  .formatted(owner, column.name(), name),
              "one header fills one column; a second one is an expression of a model");
        }
      }
    }
    return areTold;
  }

  private static Position place(Column column, List<Field> fields) {
    return fields.stream()
        .filter(field -> field.name().equals(column.name()))
        .map(field -> ColumnReader.place(field, "from"))
        .findFirst()
        .orElseThrow();
  }
}
