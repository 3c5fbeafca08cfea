// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery.append;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import dev.sluice.schema.bigquery.BigQueryColumn;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Columns as rows of protocol buffers carry them: the first has number 1, and what a row does not
 * carry is null.
 *
 * @param columns in the order of their numbers
 */
public record RowSchema(List<BigQueryColumn> columns) {
  static final String STRUCT = "STRUCT";

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /**
   * https://cloud.google.com/bigquery/docs/supported-data-types, read in November 2026: a date is
   * its days since 1970, a timestamp its microseconds, a decimal its digits, and a time of no zone
   * what a statement would write.
   */
  private static final Map<String, FieldDescriptorProto.Type> TYPES =
      Map.ofEntries(
          Map.entry("BOOL", FieldDescriptorProto.Type.TYPE_BOOL),
          Map.entry("INT64", FieldDescriptorProto.Type.TYPE_INT64),
          Map.entry("FLOAT64", FieldDescriptorProto.Type.TYPE_DOUBLE),
          Map.entry("NUMERIC", FieldDescriptorProto.Type.TYPE_STRING),
          Map.entry("BIGNUMERIC", FieldDescriptorProto.Type.TYPE_STRING),
          Map.entry("STRING", FieldDescriptorProto.Type.TYPE_STRING),
          Map.entry("BYTES", FieldDescriptorProto.Type.TYPE_BYTES),
          Map.entry("DATE", FieldDescriptorProto.Type.TYPE_INT32),
          Map.entry("TIME", FieldDescriptorProto.Type.TYPE_STRING),
          Map.entry("DATETIME", FieldDescriptorProto.Type.TYPE_STRING),
          Map.entry("TIMESTAMP", FieldDescriptorProto.Type.TYPE_INT64),
          Map.entry(STRUCT, FieldDescriptorProto.Type.TYPE_MESSAGE));

  /** Columns, each of which a row can carry. */
  public RowSchema {
    columns = List.copyOf(columns);
    columns.forEach(RowSchema::requireCarried);
  }

  /**
   * The schema of columns.
   *
   * @throws NotAppendableException when a row cannot carry one of them
   */
  public static RowSchema of(Collection<BigQueryColumn> columns) {
    return new RowSchema(columns.stream().map(c -> c.withUuidsAs("STRING")).toList());
  }

  private static void requireCarried(BigQueryColumn column) {
    if (!NAME.matcher(column.name()).matches()) {
      throw new NotAppendableException(
          "rows carry no column of the name `%s`: letters of English, digits and `_` alone"
              .formatted(column.name()));
    }
    if (!TYPES.containsKey(column.type())) {
      throw new NotAppendableException(
          "rows carry no value of type %s, as `%s` has".formatted(column.type(), column.name()));
    }
    column.fields().forEach(RowSchema::requireCarried);
  }

  /** What tells BigQuery how to read the rows. */
  DescriptorProto descriptor() {
    return message("Row", columns);
  }

  private static DescriptorProto message(String name, List<BigQueryColumn> columns) {
    DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
    List<String> names = columns.stream().map(BigQueryColumn::name).toList();
    for (int i = 0; i < columns.size(); i++) {
      BigQueryColumn column = columns.get(i);
      FieldDescriptorProto.Builder field =
          FieldDescriptorProto.newBuilder()
              .setName(column.name())
              .setNumber(i + 1)
              .setLabel(column.isRepeated() ? Label.LABEL_REPEATED : Label.LABEL_OPTIONAL)
              .setType(Objects.requireNonNull(TYPES.get(column.type())));
      if (column.type().equals(STRUCT)) {
        String inner = unlike(names, name + "_" + (i + 1));
        message.addNestedType(message(inner, column.fields()));
        field.setTypeName(inner);
      }
      message.addField(field);
    }
    return message.build();
  }

  /** Messages and fields of a message share their names. */
  private static String unlike(List<String> taken, String wanted) {
    String name = wanted;
    while (taken.contains(name)) {
      name += "_";
    }
    return name;
  }
}
