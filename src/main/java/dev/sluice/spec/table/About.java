// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.table;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What people should know of a table or model. But for {@code expected} nothing that a run does
 * depends on it. Texts are empty where nothing is said.
 *
 * @param owner who answers for it
 * @param type what kind of data it is, in the author's words
 * @param classification who may see it; null when nobody said
 * @param license under which it may be used
 * @param expected how many rows are usual; null when nobody said
 * @param columns what is said of columns, in the order of the spec
 */
public record About(
    String description,
    String owner,
    String type,
    @Nullable Classification classification,
    String license,
    @Nullable Volume expected,
    Map<String, OfColumn> columns)
    implements Serializable {
  public static final About NOTHING = new About("", "", "", null, "", null, Map.of());

  public About {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }

  /** Who may see data, from everybody to few. */
  public enum Classification {
    PUBLIC,
    INTERNAL,
    CONFIDENTIAL,
    RESTRICTED;

    /** As the spec spells it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * How many rows are usual: of a table those that a run reads, of a model those that it has. Both
   * bounds are inclusive; one may be null.
   */
  public record Volume(@Nullable Long min, @Nullable Long max) implements Serializable {
    public boolean holds(long rows) {
      return (min == null || rows >= min) && (max == null || rows <= max);
    }

    /** Such as {@code 10 to 20 rows}. */
    public String words() {
      if (min != null && max != null) {
        return String.format(Locale.ROOT, "%,d to %,d rows", min, max);
      }
      return min != null
          ? String.format(Locale.ROOT, "at least %,d rows", min)
          : String.format(Locale.ROOT, "at most %,d rows", max);
    }
  }

  /** What is said of one column. */
  public record OfColumn(String type, @Nullable Classification classification, String license)
      implements Serializable {}

  /** Who may see it, as the spec spells it; empty when nobody said. */
  public String access() {
    return classification == null ? "" : classification.word();
  }

  /** The same of a column, for which the table's stands where nothing else does. */
  public String access(String column) {
    OfColumn own = columns.get(column);
    return own == null || own.classification() == null ? access() : own.classification().word();
  }

  /**
   * What is said of one column alone, such as {@code ordinal, confidential}; empty when nothing.
   */
  public String ofColumn(String column) {
    OfColumn own = columns.get(column);
    if (own == null) {
      return "";
    }
    String access = own.classification() == null ? "" : own.classification().word();
    return Stream.of(own.type(), access, own.license())
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(", "));
  }

  /** How many rows are usual, in words; empty when nobody said. */
  public String volume() {
    return expected == null ? "" : expected.words();
  }
}
