// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.avro;

import dev.sluice.error.issue.Suggestion;
import dev.sluice.schema.Column;
import dev.sluice.schema.TypeKeywords;
import dev.sluice.schema.form.Sourcing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Maps Avro types to the kernel's; what no table can hold becomes a problem. */
final class AvroTypes {
  private static final int MAX_PRECISION = 38;

  /** What an Avro implementation must know; others are ignored, as Avro demands. */
  private static final Set<String> KNOWN_LOGICAL =
      Set.of(
          "decimal",
          "big-decimal",
          "uuid",
          "date",
          "time-millis",
          "time-micros",
          "timestamp-millis",
          "timestamp-micros",
          "timestamp-nanos",
          "local-timestamp-millis",
          "local-timestamp-micros",
          "local-timestamp-nanos",
          "duration");

  /** The type of one field: text as the kernel spells it. */
  private record Typed(
      String text, boolean nullable, List<String> symbols, boolean pii, List<Column> nested) {
    static Typed of(String text) {
      return new Typed(text, false, List.of(), false, List.of());
    }

    Column column(String name) {
      return new Column(name, text, nullable, symbols, pii, nested);
    }
  }

  private final Set<String> open = new HashSet<>();
  private final List<String> problems;

  AvroTypes(Schema root, List<String> problems) {
    this.problems = problems;
    open.add(root.getFullName());
  }

  /** The column that a field becomes; a placeholder when there is a problem. */
  Column column(String path, Schema.Field field) {
    Column column = of(path, field.schema()).column(field.name());
    if (field.getObjectProp(LogicalType.LOGICAL_TYPE_PROP) != null) {
      Typed unused = problem(path, "has its logicalType beside its type; put it inside the type");
    }
    return column
        .personal(isPii(path, field, problems) || column.pii())
        .saying(field.doc() == null ? "" : field.doc().strip())
        .sourced(Sourcing.of(List.copyOf(field.aliases()), fallback(path, field)));
  }

  private @Nullable String fallback(String path, Schema.Field field) {
    try {
      return AvroDefaults.of(field);
    } catch (AvroDefaults.Misfit e) {
      Typed unused = problem(path, String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** Aliases that no other field of the same record has, by name or alias. */
  static void checkAliases(String path, List<Schema.Field> fields, List<String> problems) {
    Map<String, String> owners = new HashMap<>();
    fields.forEach(field -> owners.put(field.name(), field.name()));
    for (Schema.Field field : fields) {
      for (String alias : field.aliases()) {
        String owner = owners.putIfAbsent(alias, field.name());
        if (alias.isBlank()) {
          problems.add("Field '" + path + field.name() + "' has an alias without a name.");
        } else if (owner != null) {
          problems.add(
              "Field '%s' has the alias '%s', by which field '%s' is read; leave one out."
                  .formatted(path + field.name(), alias, path + owner));
        }
      }
    }
  }

  private Typed of(String field, Schema schema) {
    if (schema.getType() != Schema.Type.UNION) {
      return plain(field, schema);
    }
    List<Schema> branches = new ArrayList<>(schema.getTypes());
    boolean hasNull = branches.removeIf(b -> b.getType() == Schema.Type.NULL);
    if (!hasNull || branches.size() != 1) {
      return problem(field, "is a union other than [null, T]; give it one type");
    }
    Typed typed = plain(field, branches.get(0));
    return new Typed(typed.text(), true, typed.symbols(), typed.pii(), typed.nested());
  }

  /** How Avro calls a type, its logical type if it has one. */
  static String nameOf(Schema schema) {
    String logical = schema.getProp(LogicalType.LOGICAL_TYPE_PROP);
    return logical != null ? logical : schema.getType().getName();
  }

  /** Whether a field is marked as personal data. */
  private static boolean isPii(String path, Schema.Field field, List<String> problems) {
    Object mark = field.getObjectProp("pii");
    if (mark == null || mark instanceof Boolean) {
      return Boolean.TRUE.equals(mark);
    }
    problems.add("Field '" + path + "' says \"pii\": " + mark + "; write true or false.");
    return true;
  }

  private Typed plain(String field, Schema schema) {
    String named = schema.getProp(LogicalType.LOGICAL_TYPE_PROP);
    if (named != null && KNOWN_LOGICAL.contains(named)) {
      LogicalType logical = schema.getLogicalType();
      return logical == null ? misplaced(field, named, schema) : logical(field, logical);
    }
    String meant = named == null ? null : Suggestion.nearest(named, KNOWN_LOGICAL);
    if (meant != null) {
      problems.add(
          "Field '" + field + "' is a '" + named + "', which Avro does not know; " + meant);
      return Typed.of("VARCHAR");
    }
    return switch (schema.getType()) {
      case BOOLEAN -> Typed.of("BOOLEAN");
      case INT -> Typed.of("INTEGER");
      case LONG -> Typed.of("BIGINT");
      case FLOAT -> Typed.of("FLOAT");
      case DOUBLE -> Typed.of("DOUBLE");
      case STRING -> Typed.of("VARCHAR");
      case BYTES -> Typed.of("BLOB");
      case ENUM ->
          schema.getEnumSymbols().isEmpty()
              ? problem(field, "is an enum without symbols, so that no value fits; name them")
              : new Typed("VARCHAR", false, schema.getEnumSymbols(), false, List.of());
      case ARRAY -> nested("%s[]", of(field + "[]", schema.getElementType()).column(Column.ITEM));
      case MAP ->
          nested("MAP(VARCHAR, %s)", of(field + "{}", schema.getValueType()).column(Column.VALUE));
      case RECORD -> struct(field, schema);
      case FIXED -> problem(field, "is of type fixed; use bytes, or a decimal");
      case NULL -> problem(field, "is always null; give it a type, or leave it out");
      case UNION -> problem(field, "is a union inside a union; give it one type");
    };
  }

  private Typed misplaced(String field, String named, Schema schema) {
    String type = schema.getType().getName();
    if (named.equals("decimal")) {
      return problem(
          field,
          "is a decimal on "
              + type
              + " without a valid precision and scale; use bytes, precision from 1 to "
              + MAX_PRECISION
              + " and scale from 0 to the precision");
    }
    return problem(field, "is a " + named + " on " + type + ", where Avro does not allow it");
  }

  private Typed logical(String field, LogicalType type) {
    return switch (type.getName()) {
      case "decimal" -> decimal(field, (LogicalTypes.Decimal) type);
      case "uuid" -> Typed.of("UUID");
      case "date" -> Typed.of("DATE");
      case "time-millis", "time-micros" -> Typed.of("TIME");
      case "timestamp-millis", "timestamp-micros" -> Typed.of("TIMESTAMP WITH TIME ZONE");
      case "local-timestamp-millis", "local-timestamp-micros" -> Typed.of("TIMESTAMP");
      case "timestamp-nanos", "local-timestamp-nanos" ->
          problem(
              field,
              "is a " + type.getName() + "; use " + type.getName().replace("nanos", "micros"));
      case "big-decimal" ->
          problem(field, "is a big-decimal; use a decimal with precision and scale");
      default -> problem(field, "is a " + type.getName() + "; use a long of seconds, or a string");
    };
  }

  private Typed decimal(String field, LogicalTypes.Decimal type) {
    if (type.getPrecision() > MAX_PRECISION) {
      return problem(
          field,
          "is a decimal of precision "
              + type.getPrecision()
              + "; use at most "
              + MAX_PRECISION
              + ", or a string");
    }
    return Typed.of("DECIMAL(" + type.getPrecision() + "," + type.getScale() + ")");
  }

  private Typed struct(String path, Schema schema) {
    if (!open.add(schema.getFullName())) {
      return problem(
          path, "is a '" + schema.getName() + "' inside itself; a table cannot hold recursion");
    }
    if (schema.getFields().isEmpty()) {
      problems.add("Field '" + path + "' is a record without fields; leave it out.");
    }
    checkAliases(path + ".", schema.getFields(), problems);
    Set<String> seen = new HashSet<>();
    List<Column> fields = new ArrayList<>();
    for (Schema.Field field : schema.getFields()) {
      String inner = path + "." + field.name();
      if (!seen.add(field.name().toLowerCase(Locale.ROOT))) {
        problems.add("Field '" + inner + "' equals another but for letter case; rename it.");
      }
      fields.add(column(inner, field));
    }
    open.remove(schema.getFullName());
    String text =
        fields.stream()
            .map(field -> TypeKeywords.quote(field.name()) + " " + field.type())
            .collect(Collectors.joining(", ", "STRUCT(", ")"));
    boolean pii = fields.stream().anyMatch(Column::pii);
    return new Typed(text, false, List.of(), pii, fields);
  }

  private static Typed nested(String form, Column inner) {
    return new Typed(form.formatted(inner.type()), false, List.of(), inner.pii(), List.of(inner));
  }

  private Typed problem(String field, String what) {
    problems.add("Field '" + field + "' " + what + ".");
    return Typed.of("VARCHAR");
  }
}
