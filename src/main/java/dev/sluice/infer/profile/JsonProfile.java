// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.infer.profile.KeyHashes.Hashed;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What stands under the keys of records of JSON. */
public final class JsonProfile {
  /** The relation of the keys' values as texts, one column each. */
  static final String TEXTS = "__texts";

  private static final String VALUES = "__json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** So much of a value is kept for an example. */
  private static final int EXAMPLE = 60;

  /** More keys than a table has columns. */
  private static final int MOST_KEYS = 1_000;

  private final Map<String, Key> keys = new LinkedHashMap<>();
  private List<Hashed> hashed = List.of();

  /** What stands under one key. */
  public static final class Key {
    private final ColumnProfile column;
    private final Map<String, Long> kinds = new HashMap<>();
    private final Map<String, String> examples = new HashMap<>();
    private @Nullable JsonNode structure;

    private Key(ColumnProfile column) {
      this.column = column;
    }

    /** The values by their texts. */
    public ColumnProfile column() {
      return column;
    }

    /** How many values are of a kind, as {@code json_type} names it. */
    public long of(String... names) {
      long sum = 0;
      for (String name : names) {
        sum += kinds.getOrDefault(name, 0L);
      }
      return sum;
    }

    /** A value of a kind, or its beginning; empty where all are of one kind. */
    public String example(String... names) {
      return Stream.of(names)
          .flatMap(name -> Stream.ofNullable(examples.get(name)))
          .findFirst()
          .orElse("");
    }

    private boolean lacksExamples() {
      Set<String> values = new HashSet<>(kinds.keySet());
      values.remove("NULL");
      return values.size() > 1 && !examples.keySet().containsAll(values);
    }

    /**
     * What lists and objects hold, as {@code json_structure} says it; null where there are none.
     */
    public @Nullable JsonNode structure() {
      return structure;
    }
  }

  /** The keys in the order in which they were met. */
  public List<Key> keys() {
    return List.copyOf(keys.values());
  }

  List<Hashed> hashed() {
    return hashed;
  }

  void count(Kernel kernel, TableProfile table, String relation, String name)
      throws StatementFailed {
    List<String> here =
        kernel.rows(
            ("SELECT k FROM (SELECT r, unnest(json_keys(v)) AS k, generate_subscripts(json_keys(v), 1) AS i"
                    + " FROM (SELECT %s AS v, row_number() OVER () AS r FROM %s))"
                    + " GROUP BY k ORDER BY min((r, i))")
                .formatted(name, relation),
            row -> row.getString(1));
    for (String key : here) {
      if (keys.size() < MOST_KEYS && !keys.containsKey(key)) {
        keys.put(key, new Key(table.column(key, "VARCHAR")));
      }
    }
    extract(kernel, relation, name);
    List<Hashed> all = new ArrayList<>();
    int at = 0;
    for (Map.Entry<String, Key> each : keys.entrySet()) {
      String value = "j" + at++;
      count(kernel, each.getValue(), value);
      all.add(new Hashed(each.getValue().column, value));
    }
    hashed = all;
  }

  /** Where a key stands in a record. */
  static String pointer(String key) {
    return "/" + key.replace("~", "~0").replace("/", "~1");
  }

  private void extract(Kernel kernel, String relation, String name) throws StatementFailed {
    List<String> values = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (String key : keys.keySet()) {
      String column = " AS j" + values.size();
      texts.add("(j" + values.size() + "->>'$')" + column);
      values.add("json_extract(" + name + ", " + SqlName.literal(pointer(key)) + ")" + column);
    }
    String none = values.isEmpty() ? "NULL AS j0" : "";
    kernel.execute(
        "CREATE OR REPLACE TEMP TABLE %s AS SELECT %s FROM %s"
            .formatted(VALUES, none + String.join(", ", values), relation));
    kernel.execute(
        "CREATE OR REPLACE TEMP TABLE %s AS SELECT %s FROM %s"
            .formatted(TEXTS, none + String.join(", ", texts), VALUES));
  }

  private static void count(Kernel kernel, Key key, String name) throws StatementFailed {
    kernel
        .rows(
            "SELECT json_type(%1$s), count(*), CASE WHEN json_type(%1$s) IN ('OBJECT', 'ARRAY') THEN json_group_structure(%1$s)::VARCHAR END FROM %2$s WHERE %1$s IS NOT NULL GROUP BY 1"
                .formatted(name, VALUES),
            row -> {
              key.kinds.merge(row.getString(1), row.getLong(2), Long::sum);
              String structure = row.getString(3);
              if (structure != null) {
                key.structure =
                    key.structure == null
                        ? parse(structure)
                        : JsonStructures.merge(key.structure, parse(structure));
              }
              return 0;
            })
        .clear();
    if (key.lacksExamples()) {
      examples(kernel, key, name);
    }
    long rows = kernel.rows("SELECT count(*) FROM " + TEXTS, row -> row.getLong(1)).get(0);
    new TextCounting(kernel, key.column).count(TEXTS, name, rows);
  }

  /** Few keys have values of several kinds, so only of those they are looked for. */
  private static void examples(Kernel kernel, Key key, String name) throws StatementFailed {
    kernel
        .rows(
            "SELECT json_type(%1$s), min(left(%1$s::VARCHAR, %3$d)) FROM %2$s WHERE %1$s IS NOT NULL GROUP BY 1"
                .formatted(name, VALUES, EXAMPLE),
            row -> {
              key.examples.putIfAbsent(row.getString(1), row.getString(2));
              return 0;
            })
        .clear();
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new PipelineException(ErrorCode.INTERNAL, "A structure is no JSON: " + text, e);
    }
  }
}
