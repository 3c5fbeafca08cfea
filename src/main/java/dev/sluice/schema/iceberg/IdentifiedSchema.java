// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.iceberg;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.schema.Column;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/**
 * Gives columns the ids by which files know them. An id is a digest of where the field stands, by
 * its names, and of the family of its type: within a family, files of each type can be read as the
 * wider one. So all workers, in every run, give a column the same id, and nobody has to tell them;
 * a column whose type becomes another's kind is another field, which earlier files do not have.
 *
 * <p>Every field is optional: earlier files may lack it. That two fields of a table share an id is
 * one case in 10⁹ for each pair, and is refused.
 */
public final class IdentifiedSchema {
  /** Iceberg keeps the greatest two hundred ids for itself. */
  private static final int MOST = Integer.MAX_VALUE - 1_000;

  private final Map<Integer, String> taken = new HashMap<>();

  private IdentifiedSchema() {}

  /**
   * Columns with their ids.
   *
   * @throws PipelineException INVALID_VALUE when two fields have the same id
   */
  public static Schema of(List<Column> columns) {
    return new Schema(PathNames.distinct(new IdentifiedSchema().fields("", columns)));
  }

  private List<NestedField> fields(String parent, List<Column> columns) {
    List<NestedField> fields = new ArrayList<>();
    for (Column column : columns) {
      fields.add(field(parent + "\0" + column.name(), column.name(), column));
    }
    return fields;
  }

  private NestedField field(String path, String name, Column column) {
    Type type = type(path, column);
    return NestedField.optional(id(path, type), name, type);
  }

  private Type type(String path, Column column) {
    List<Column> nested = column.opened().nested();
    if (column.isStruct()) {
      return Types.StructType.of(fields(path, nested));
    }
    if (column.isList()) {
      NestedField item = field(path + "\0\0item", "element", nested.get(0));
      return Types.ListType.ofOptional(item.fieldId(), item.type());
    }
    if (column.isMap()) {
      NestedField key = field(path + "\0\0key", "key", IcebergSchemas.key(column));
      NestedField value = field(path + "\0\0value", "value", nested.get(0));
      return Types.MapType.ofOptional(key.fieldId(), value.fieldId(), key.type(), value.type());
    }
    Type plain = IcebergTypes.of(column.type());
    return plain == null ? Types.StringType.get() : plain;
  }

  private int id(String path, Type type) {
    // To the kernel, names that differ by letter case alone are one.
    String field = path.toLowerCase(Locale.ROOT) + "\0\0" + family(type);
    int id = 1 + Math.floorMod(ByteBuffer.wrap(sha256(field)).getInt(), MOST);
    String other = taken.putIfAbsent(id, field);
    if (other != null) {
      throw new PipelineException(
          ErrorCode.INVALID_VALUE,
          "The columns `%s` and `%s` cannot stand in one table of the lake: both have the field id %d, by a rare chance. Call one of them otherwise."
              .formatted(shown(other), shown(field), id));
    }
    return id;
  }

  /** Types of which files can be read as one another's, if they are not wider. */
  private static String family(Type type) {
    return switch (type.typeId()) {
      case INTEGER, LONG -> "integer";
      case FLOAT, DOUBLE -> "float";
      case DECIMAL -> "decimal " + ((Types.DecimalType) type).scale();
      default ->
          type.isPrimitiveType() ? type.toString() : type.typeId().name().toLowerCase(Locale.ROOT);
    };
  }

  private static String shown(String field) {
    return field.substring(1, field.lastIndexOf("\0\0")).replace("\0", ".");
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
