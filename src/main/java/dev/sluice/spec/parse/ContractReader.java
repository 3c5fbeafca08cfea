// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse;

import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.parse.context.NameUses.Purpose;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.rule.Consequence;
import dev.sluice.spec.table.Contract;
import dev.sluice.spec.table.Contract.MissingField;
import dev.sluice.spec.table.Contract.OfColumn;
import dev.sluice.spec.table.Contract.UnknownField;
import dev.sluice.spec.table.Contract.WrongType;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;
import dev.sluice.spec.yaml.SpecShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads {@code contract}: what happens when the source does not look like the schema. */
final class ContractReader {
  private final SpecContext reading;
  private final Section table;
  private final String name;
  private final @Nullable TableSchema schema;

  /**
   * @param schema the columns of the table; null where they cannot be read
   */
  ContractReader(SpecContext reading, Section table, String name, @Nullable TableSchema schema) {
    this.reading = reading;
    this.table = table;
    this.name = name;
    this.schema = schema;
  }

  Contract read() {
    Section section = table.section("contract", SpecShape.CONTRACT);
    boolean fails = reading.defaults().onError() == Consequence.FAIL;
    Contract byDefault =
        new Contract(
            Contract.DEFAULT.unknownField(),
            Contract.DEFAULT.missingField(),
            fails ? WrongType.FAIL : Contract.DEFAULT.type());
    if (section == null) {
      return byDefault;
    }
    Contract whole =
        new Contract(
            section.choice("unknown_field", byDefault.unknownField()),
            section.choice("missing_field", byDefault.missingField()),
            section.choice("type", byDefault.type()));
    return new Contract(
        whole.unknownField(),
        whole.missingField(),
        whole.type(),
        columns(section, whole),
        List.of());
  }

  private Map<String, OfColumn> columns(Section contract, Contract whole) {
    Map<String, OfColumn> all = new TreeMap<>();
    for (Node.Field field : contract.entries("columns")) {
      Section own =
          Section.open(
              field.value(), field.key().position(), SpecShape.COLUMN_CONTRACT, reading.problems());
      if (own != null) {
        reading.uses().column(name, Scalar.of(field.key().position(), field.name()), Purpose.ANY);
        WrongType type = own.choice("type", whole.type());
        requireNullable(own, field.name(), type);
        MissingField missing = own.choice("missing_field", whole.missingField());
        all.put(field.name(), new OfColumn(missing, type, isGrowing(own, field.name())));
      }
    }
    return all;
  }

  /** Whether records in a column get new fields; what holds none cannot. */
  private boolean isGrowing(Section own, String column) {
    boolean isAsked = own.choice("unknown_field", UnknownField.RAW) == UnknownField.EVOLVE;
    Node said = own.node("unknown_field");
    boolean isFlat = schema != null && schema.column(column).map(c -> !hasRecords(c)).orElse(false);
    if (isAsked && isFlat && said != null) {
      reading.invalid(
          said.position(),
          "`" + column + "` holds no records that could get fields",
          "say `unknown_field: evolve` of the table, for new columns");
    }
    return isAsked;
  }

  private static boolean hasRecords(Column column) {
    return column.isStruct() || column.opened().nested().stream().anyMatch(c -> hasRecords(c));
  }

  private void requireNullable(Section own, String column, WrongType type) {
    boolean isNever = schema != null && schema.column(column).map(c -> !c.nullable()).orElse(false);
    Node said = own.node("type");
    if (said != null && type == WrongType.NULL_VALUE && isNever) {
      reading.invalid(
          said.position(),
          "`null_value` makes a value null, and `" + column + "` is never null",
          "take the `!` from its type, or say `dead_letter`");
    }
  }

  /** The columns as a contract wants them, with the one that it adds. */
  static @Nullable TableSchema under(
      Contract contract, @Nullable TableSchema declared, Section table, SpecContext reading) {
    if (declared == null) {
      return null;
    }
    TableSchema schema =
        new TableSchema(declared.columns().stream().map(c -> demanded(c, contract)).toList());
    if (contract.unknownField() != UnknownField.KEEP) {
      return schema;
    }
    if (schema.columns().stream().anyMatch(c -> c.name().equalsIgnoreCase(Column.EXTRA))) {
      reading.invalid(
          table.position(),
          "`unknown_field: keep` adds a column `" + Column.EXTRA + "`, and there is one",
          "give the other another name, with `from: " + Column.EXTRA + "`");
      return schema;
    }
    List<Column> columns = new ArrayList<>(schema.columns());
    columns.add(Column.extra());
    return new TableSchema(columns);
  }

  private static Column demanded(Column column, Contract contract) {
    return contract.missing(column.name()) == Contract.MissingField.DEAD_LETTER
        ? column.sourced(column.sourcing().demanded())
        : column;
  }
}
