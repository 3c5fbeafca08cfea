// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.iceberg;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/**
 * Gives the columns of a contract the ids by which files know them: a column that was there keeps
 * its id, under a new name too when the old one is among its aliases, and every other gets one that
 * no column ever had. The same table and contract give the same ids, wherever that is asked.
 *
 * <p>A column keeps its id only when its files can be read as its new type.
 */
public final class SchemaEvolution {
  private final Set<String> renewed = new LinkedHashSet<>();
  private final Set<String> reshaped = new LinkedHashSet<>();
  private int lastId;

  private SchemaEvolution(int lastId) {
    this.lastId = lastId;
  }

  /**
   * A table's schema under a contract.
   *
   * @param lastId the greatest id that any column of the table ever had
   * @param renewed columns that were there with values which their new type cannot be read from:
   *     rows of earlier files have none until those files are written anew
   * @param reshaped columns in which a field was renamed; other engines read earlier files, but the
   *     kernel, which knows what is inside by name, finds no value there until they are written
   *     anew
   */
  public record Evolved(
      TableSchema contract, Schema schema, int lastId, List<String> renewed, List<String> reshaped)
      implements Serializable {
    public Evolved {
      renewed = List.copyOf(renewed);
      reshaped = List.copyOf(reshaped);
    }
  }

  /** The schema of a table that is new. */
  public static Evolved fresh(TableSchema contract) {
    return of(new Schema(), 0, contract);
  }

  /**
   * The schema that follows the one a table has.
   *
   * @param lastId the greatest id that any column of the table ever had
   * @throws PipelineException INVALID_VALUE when a type cannot be stored
   */
  public static Evolved of(Schema before, int lastId, TableSchema contract) {
    List<String> misfits = IcebergSchemas.misfits(contract);
    if (!misfits.isEmpty()) {
      throw new PipelineException(ErrorCode.INVALID_VALUE, String.join("; ", misfits));
    }
    SchemaEvolution evolution = new SchemaEvolution(lastId);
    boolean isNew = before.columns().isEmpty();
    List<NestedField> fields = evolution.fields("", before.columns(), contract.columns(), isNew);
    return new Evolved(
        contract.stored(),
        new Schema(fields),
        evolution.lastId,
        List.copyOf(evolution.renewed),
        List.copyOf(evolution.reshaped));
  }

  /**
   * The fields of a table or struct.
   *
   * @param isNew whether nothing that is stored has fields of it
   */
  private List<NestedField> fields(
      String top, List<NestedField> before, List<Column> now, boolean isNew) {
    Set<Integer> taken = new HashSet<>();
    List<@Nullable NestedField> found = new ArrayList<>();
    for (Column column : now) {
      NestedField same = named(before, column.name());
      found.add(same);
      if (same != null) {
        taken.add(same.fieldId());
      }
    }
    List<NestedField> fields = new ArrayList<>();
    for (int i = 0; i < now.size(); i++) {
      Column column = now.get(i);
      NestedField old = found.get(i) == null ? aliased(before, column, taken) : found.get(i);
      String name = top.isEmpty() ? column.name() : top;
      if (old != null && !top.isEmpty() && !old.name().equals(column.name())) {
        reshaped.add(top);
      }
      fields.add(field(name, old, column, isNew));
    }
    return fields;
  }

  /** To the kernel, names that differ by letter case alone are one. */
  private static @Nullable NestedField named(List<NestedField> fields, String name) {
    NestedField found = null;
    for (NestedField field : fields) {
      if (field.name().equals(name)) {
        return field;
      }
      found = field.name().equalsIgnoreCase(name) ? field : found;
    }
    return found;
  }

  private static @Nullable NestedField aliased(
      List<NestedField> before, Column column, Set<Integer> taken) {
    for (String alias : column.aliases()) {
      NestedField old = named(before, alias);
      if (old != null && taken.add(old.fieldId())) {
        return old;
      }
    }
    return null;
  }

  private NestedField field(String top, @Nullable NestedField old, Column column, boolean isNew) {
    NestedField kept = old != null && fits(old.type(), column) ? old : null;
    if (old != null && kept == null) {
      renewed.add(top);
    }
    int id = kept == null ? ++lastId : kept.fieldId();
    // Rows that are there have no value of a new column, and may have nulls where they were
    // allowed.
    boolean isOptional = column.nullable() || (kept == null ? !isNew : kept.isOptional());
    return NestedField.builder()
        .withId(id)
        .withName(column.name())
        .isOptional(isOptional)
        .ofType(type(top, kept == null ? null : kept.type(), column))
        .build();
  }

  /** Whether what is stored can be read as a column of another type. */
  private static boolean fits(Type old, Column column) {
    Column open = column.opened();
    if (column.isStruct()) {
      return old.isStructType();
    }
    if (column.isList()) {
      return old.isListType() && fits(old.asListType().elementType(), open.nested().get(0));
    }
    if (column.isMap()) {
      return old.isMapType()
          && IcebergSchemas.kernel(old.asMapType().keyType()).equals(keyType(column))
          && fits(old.asMapType().valueType(), open.nested().get(0));
    }
    return old.isPrimitiveType() && IcebergTypes.promotes(old, plain(column));
  }

  private static String keyType(Column map) {
    Column key = IcebergSchemas.key(map);
    return key.isNested() ? key.type() : IcebergTypes.kernel(plain(key));
  }

  private static Type plain(Column column) {
    return Objects.requireNonNull(IcebergTypes.of(column.type()), column.type());
  }

  private Type type(String top, @Nullable Type old, Column column) {
    List<Column> nested = column.opened().nested();
    if (column.isStruct()) {
      List<NestedField> before = old == null ? List.of() : old.asStructType().fields();
      return Types.StructType.of(fields(top, before, nested, old == null));
    }
    if (column.isList()) {
      Types.ListType list = old == null ? null : old.asListType();
      NestedField item = inner(top, list == null ? null : list.fields().get(0), nested.get(0));
      return item.isOptional()
          ? Types.ListType.ofOptional(item.fieldId(), item.type())
          : Types.ListType.ofRequired(item.fieldId(), item.type());
    }
    if (column.isMap()) {
      Types.MapType map = old == null ? null : old.asMapType();
      NestedField key =
          inner(top, map == null ? null : map.fields().get(0), IcebergSchemas.key(column));
      NestedField value = inner(top, map == null ? null : map.fields().get(1), nested.get(0));
      return value.isOptional()
          ? Types.MapType.ofOptional(key.fieldId(), value.fieldId(), key.type(), value.type())
          : Types.MapType.ofRequired(key.fieldId(), value.fieldId(), key.type(), value.type());
    }
    return plain(column);
  }

  private NestedField inner(String top, @Nullable NestedField old, Column column) {
    return field(top, old, column, old == null);
  }
}
