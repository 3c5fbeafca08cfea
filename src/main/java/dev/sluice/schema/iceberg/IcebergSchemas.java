// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.iceberg;

import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.TypeKeywords;
import dev.sluice.schema.TypeText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/** Says what a contract is as a schema of Iceberg, and the other way round. */
public final class IcebergSchemas {
  private static final Pattern PLAIN =
      Pattern.compile("[a-z_][a-z0-9_]*", Pattern.CASE_INSENSITIVE);

  private IcebergSchemas() {}

  /**
   * What keeps columns from being stored, each a sentence without an end; empty when all can be.
   */
  public static List<String> misfits(TableSchema schema) {
    List<String> misfits = new ArrayList<>();
    schema.columns().forEach(column -> misfits(column.name(), column, misfits));
    return misfits;
  }

  private static void misfits(String path, Column column, List<String> misfits) {
    if (column.isNested()) {
      if (column.isMap()) {
        misfits(path + ".key", key(column), misfits);
      }
      boolean isStruct = column.isStruct();
      for (Column inner : column.opened().nested()) {
        misfits(isStruct ? path + "." + inner.name() : path + inner.name(), inner, misfits);
      }
    } else if (IcebergTypes.of(column.type()) == null) {
      misfits.add(
          "`%s` is of type %s, which a table of the lake cannot hold exactly; %s"
              .formatted(path, column.type(), IcebergTypes.instead(column.type())));
    }
  }

  /** What stands for a value in a map. */
  static Column key(Column map) {
    String type = TypeText.parts(map.type(), "MAP(".length()).get(0);
    return Column.of("key", type, false);
  }

  /**
   * The columns as the files of a table have them: each of the type of the kernel that is written
   * just as Iceberg wants it. What the contract says beyond types stays.
   */
  public static TableSchema inFiles(TableSchema contract, Schema schema) {
    List<Column> columns = new ArrayList<>();
    for (Column stored : of(schema).columns()) {
      Column column = contract.column(stored.name()).orElse(stored);
      columns.add(
          new Column(
              column.name(),
              stored.type(),
              column.nullable(),
              column.symbols(),
              column.pii(),
              column.nested()));
    }
    return new TableSchema(columns);
  }

  /** The columns of a schema of which no contract is known. */
  public static TableSchema of(Schema schema) {
    return new TableSchema(schema.columns().stream().map(f -> column(f.name(), f)).toList());
  }

  private static Column column(String name, NestedField field) {
    Type type = field.type();
    List<Column> nested = List.of();
    if (type.isStructType()) {
      nested = type.asStructType().fields().stream().map(f -> column(f.name(), f)).toList();
    } else if (type.isListType()) {
      nested = List.of(column(Column.ITEM, type.asListType().fields().get(0)));
    } else if (type.isMapType()) {
      nested = List.of(column(Column.VALUE, type.asMapType().fields().get(1)));
    }
    return new Column(name, kernel(type), field.isOptional(), List.of(), false, nested);
  }

  /** A type as the kernel spells it. */
  public static String kernel(Type type) {
    if (type.isListType()) {
      return kernel(type.asListType().elementType()) + "[]";
    }
    if (type.isMapType()) {
      Types.MapType map = type.asMapType();
      return "MAP(" + kernel(map.keyType()) + ", " + kernel(map.valueType()) + ")";
    }
    if (type.isStructType()) {
      return type.asStructType().fields().stream()
          .map(field -> quoted(field.name()) + " " + kernel(field.type()))
          .collect(Collectors.joining(", ", "STRUCT(", ")"));
    }
    return IcebergTypes.kernel(type);
  }

  /** A name as the kernel itself spells it; that of a raw field may be anything. */
  private static String quoted(String name) {
    return PLAIN.matcher(name).matches()
        ? TypeKeywords.quote(name)
        : '"' + name.replace("\"", "\"\"") + '"';
  }
}
