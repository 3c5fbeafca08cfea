// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery.ledger;

import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldList;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import dev.sluice.schema.bigquery.BigQueryColumn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Columns in order, found by name as BigQuery does: upper and lower case are the same. */
public final class TableColumns {
  /** What any value can be told as. */
  public static final String TEXT = "STRING";

  /** Each holds all before it. */
  private static final List<String> EXACT = List.of("INT64", "NUMERIC", "BIGNUMERIC");

  private final Map<String, BigQueryColumn> byName = new LinkedHashMap<>();

  public static TableColumns of(Collection<BigQueryColumn> columns) {
    TableColumns table = new TableColumns();
    columns.forEach(table::put);
    return table;
  }

  /** The columns of a table that BigQuery has. */
  public static TableColumns of(Schema schema) {
    return of(columns(schema.getFields()));
  }

  private static List<BigQueryColumn> columns(FieldList fields) {
    List<BigQueryColumn> columns = new ArrayList<>();
    for (Field field : fields) {
      FieldList inner = field.getSubFields();
      columns.add(
          new BigQueryColumn(
              field.getName(),
              field.getType().getStandardType().name(),
              field.getMode() == Field.Mode.REPEATED,
              inner == null ? List.of() : columns(inner)));
    }
    return columns;
  }

  /** As BigQuery wants them; every column may be null, so that one can be added later. */
  public Schema schema() {
    return Schema.of(
        byName.values().stream().map(c -> c.withUuidsAs(TEXT)).map(TableColumns::field).toList());
  }

  /** As files of the lake hold them: a UUID has 16 bytes. */
  public TableColumns stored() {
    return of(byName.values().stream().map(c -> c.withUuidsAs("BYTES")).toList());
  }

  private static Field field(BigQueryColumn column) {
    StandardSQLTypeName type = StandardSQLTypeName.valueOf(column.type());
    Field[] inner = column.fields().stream().map(TableColumns::field).toArray(Field[]::new);
    return Field.newBuilder(column.name(), type, inner)
        .setMode(column.isRepeated() ? Field.Mode.REPEATED : Field.Mode.NULLABLE)
        .build();
  }

  public void put(BigQueryColumn column) {
    byName.put(key(column.name()), column);
  }

  /** Adds the other's columns; one that both have gets a type that holds the values of both. */
  public void join(TableColumns others) {
    for (BigQueryColumn other : others.all()) {
      put(find(other.name()).map(own -> common(own, other)).orElse(other));
    }
  }

  private static BigQueryColumn common(BigQueryColumn own, BigQueryColumn other) {
    if (own.spelled().equalsIgnoreCase(other.spelled())) {
      return own;
    }
    boolean isExact =
        !own.isRepeated()
            && !other.isRepeated()
            && EXACT.contains(own.type())
            && EXACT.contains(other.type());
    int wider = Math.max(EXACT.indexOf(own.type()), EXACT.indexOf(other.type()));
    String type = isExact ? EXACT.get(wider) : TEXT;
    return new BigQueryColumn(own.name(), type, false, List.of());
  }

  public Optional<BigQueryColumn> find(String name) {
    return Optional.ofNullable(byName.get(key(name)));
  }

  public boolean has(String name) {
    return byName.containsKey(key(name));
  }

  public Collection<BigQueryColumn> all() {
    return byName.values();
  }

  boolean isEmpty() {
    return byName.isEmpty();
  }

  /** All but one. */
  public TableColumns without(String name) {
    return of(byName.values().stream().filter(c -> !c.name().equals(name)).toList());
  }

  /** Those of some names, in this order. */
  public TableColumns only(List<String> names) {
    return of(names.stream().flatMap(n -> find(n).stream()).toList());
  }

  /** As a table's definition spells them. */
  public String definition() {
    return String.join(
        ", ", byName.values().stream().map(c -> "`" + c.name() + "` " + c.spelled()).toList());
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
