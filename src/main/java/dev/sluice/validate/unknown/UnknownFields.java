// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate.unknown;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.sluice.kernel.sql.RowJson;
import dev.sluice.kernel.sql.SqlName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the rows of a batch have and no column of the contract takes, as SQL over the raw columns.
 *
 * @param places raw columns that the contract does not name
 * @param keys where records of JSON have the keys that no column has, as an object; null elsewhere
 * @param inside nested values that may hold fields which the contract does not name
 * @param wrong values that are not what their column takes
 */
public record UnknownFields(
    List<Place> places, @Nullable String keys, List<Inside> inside, List<Wrong> wrong) {
  /** A batch may have very many: a letter names so many of a row. */
  private static final int MOST_NAMED = 20;

  /** An entry of an object of JSON that is more than a null. */
  private static final String ENTRIES =
      "list_filter(map_entries(CAST(CAST(%s AS JSON) AS MAP(VARCHAR, JSON))), lambda __e:"
          + " coalesce(CAST(__e.value AS VARCHAR), 'null') <> 'null')";

  public UnknownFields {
    places = List.copyOf(places);
    inside = List.copyOf(inside);
    wrong = List.copyOf(wrong);
  }

  /**
   * A raw column.
   *
   * @param at its position in the batch
   * @param name as its source calls it
   * @param type the kernel's
   * @param sql its value
   */
  public record Place(int at, String name, String type, String sql) {
    private String isThere() {
      return sql + " IS NOT NULL";
    }
  }

  /**
   * A nested value.
   *
   * @param paths a list of the fields in it that the contract does not name; null or empty for none
   * @param isJson whether a text of it is JSON
   */
  public record Inside(Place place, String paths, boolean isJson) {}

  /**
   * A value of a column.
   *
   * @param isWrong whether the column does not take it
   * @param isJson whether a text of it may be JSON
   */
  public record Wrong(Place place, String isWrong, boolean isJson) {}

  /** Whether there may be a field that the contract does not name. */
  public boolean isEmpty() {
    return places.isEmpty() && keys == null && inside.isEmpty();
  }

  /** An object of JSON with all of it, names and values as they were; null where there is none. */
  public String json() {
    List<String> members = new ArrayList<>();
    if (keys != null) {
      members.add("substr(%1$s, 2, length(%1$s) - 2)".formatted(keys));
    }
    places.forEach(place -> members.add(member(place, place.isThere(), false)));
    inside.stream()
        .filter(one -> wrong.stream().noneMatch(w -> w.place().equals(one.place())))
        .forEach(one -> members.add(member(one.place(), isSome(one.paths()), one.isJson())));
    for (Wrong one : wrong) {
      String when =
          inside.stream()
              .filter(other -> other.place().equals(one.place()))
              .map(other -> one.isWrong() + " OR " + isSome(other.paths()))
              .findFirst()
              .orElse(one.isWrong());
      members.add(member(one.place(), when, one.isJson()));
    }
    return members.isEmpty()
        ? "NULL::VARCHAR"
        : "'{' || nullif(concat_ws(',', " + String.join(", ", members) + "), '') || '}'";
  }

  private static String member(Place place, String when, boolean isJson) {
    String value = RowJson.text(place.sql(), place.type());
    String said =
        isJson && place.type().equals("VARCHAR")
            ? "CASE WHEN json_valid(%1$s) THEN %1$s ELSE %2$s END".formatted(place.sql(), value)
            : value;
    return "CASE WHEN %s THEN %s || %s END"
        .formatted(when, SqlName.literal(quoted(place.name()) + ":"), said);
  }

  private static String quoted(String name) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(name)) + '"';
  }

  private static String isSome(String list) {
    return "coalesce(len(" + list + "), 0) > 0";
  }

  /** True of a row that has no field beside those of the contract. */
  public String isNone() {
    List<String> all = new ArrayList<>();
    places.forEach(place -> all.add(place.isThere()));
    keyLists().forEach(list -> all.add(isSome(list)));
    return "NOT list_contains([" + String.join(", ", all) + "], true)";
  }

  /** The names of the fields of a row, the first of them, as a list. */
  public String names() {
    return "(list_sort(list_distinct(" + list() + ")))[1:" + MOST_NAMED + "]";
  }

  /** How often each field stands in rows: names and counts, but for {@link #places}. */
  public @Nullable String counts(String from) {
    List<String> lists = keyLists().toList();
    return lists.isEmpty()
        ? null
        : "SELECT __f, count(*) FROM (SELECT unnest(%s) AS __f%s) GROUP BY __f ORDER BY 2 DESC, 1"
            .formatted(flat(lists), from);
  }

  private String list() {
    List<String> lists = new ArrayList<>();
    if (!places.isEmpty()) {
      String names =
          places.stream()
              .map(
                  p -> "CASE WHEN %s THEN %s END".formatted(p.isThere(), SqlName.literal(p.name())))
              .collect(Collectors.joining(", ", "[", "]"));
      lists.add("list_filter(" + names + ", lambda __n: __n IS NOT NULL)");
    }
    keyLists().forEach(lists::add);
    return flat(lists);
  }

  private static String flat(List<String> lists) {
    return "flatten(["
        + lists.stream()
            .map(list -> "coalesce(" + list + ", []::VARCHAR[])")
            .collect(Collectors.joining(", "))
        + "])";
  }

  private Stream<String> keyLists() {
    Stream<String> own =
        keys == null
            ? Stream.of()
            : Stream.of(
                "CASE WHEN %1$s IS NOT NULL THEN coalesce(TRY(list_transform(%2$s, lambda __k: __k.key)), json_keys(%1$s)) END"
                    .formatted(keys, ENTRIES.formatted(keys)));
    return Stream.concat(own, inside.stream().map(Inside::paths));
  }
}
