// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.iceberg;

import dev.sluice.schema.Column;
import dev.sluice.schema.TypeKeywords;
import dev.sluice.schema.TypeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** Says what the kernel's types are in a schema of Iceberg, and the other way round. */
public final class IcebergSchemas {
  private static final Pattern PLAIN =
      Pattern.compile("[a-z_][a-z0-9_]*", Pattern.CASE_INSENSITIVE);

  private IcebergSchemas() {}

  /**
   * The type in which the lake, and all who read it, have the values of one of the kernel's: as
   * wide, or wider. Without any, the lake cannot hold each of them exactly.
   */
  public static Optional<String> stored(String type) {
    if (misfit(type).isPresent()) {
      return Optional.empty();
    }
    Schema schema = IdentifiedSchema.of(List.of(Column.of("c", type, true)));
    return Optional.of(kernel(schema.columns().get(0).type()));
  }

  /** What to do about a type that is not stored. */
  public static String instead(String type) {
    String found = misfit(type).orElse(type);
    return IcebergTypes.instead(found.startsWith("UNION(") ? "UNION" : found);
  }

  /** What of a type, or inside of it, is not stored. */
  private static Optional<String> misfit(String type) {
    List<String> misfits = new ArrayList<>();
    String unused =
        TypeText.map(
            type,
            plain -> {
              if (IcebergTypes.of(plain) == null) {
                misfits.add(plain);
              }
              return plain;
            });
    return misfits.stream().findFirst();
  }

  /** What stands for a value in a map. */
  static Column key(Column map) {
    String type = TypeText.parts(map.type(), "MAP(".length()).get(0);
    return Column.of("key", type, false);
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
