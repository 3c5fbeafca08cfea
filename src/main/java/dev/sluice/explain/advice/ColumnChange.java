// SPDX-License-Identifier: Apache-2.0
package dev.sluice.explain.advice;

import dev.sluice.schema.Column;
import dev.sluice.schema.form.TextForm;
import dev.sluice.schema.spelling.TypeSpelling;
import dev.sluice.schema.spelling.YamlText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a table should say of a column, so that rows pass that are dead now: as one line of {@code
 * columns}, or of the table's schema.
 */
public final class ColumnChange {
  /** What says how other values than texts are written. */
  private static final Set<String> FORMS =
      Set.of("format", "decimal", "thousands", "true_values", "false_values");

  /** What says together how numbers are written. */
  static final Set<String> NUMBERS = Set.of("decimal", "thousands");

  private final SpecSource spec;
  private final String table;
  private final Column column;
  private final Map<String, Object> keys = new LinkedHashMap<>();
  private @Nullable String type;
  private boolean isNullable;
  private boolean isTrimmed;
  private final List<String> symbols = new ArrayList<>();

  public ColumnChange(SpecSource spec, String table, Column column) {
    this.spec = spec;
    this.table = table;
    this.column = column;
    this.isNullable = column.nullable();
  }

  /** Texts that stand for no value, beside those that the column names. */
  public void nulls(Collection<String> spellings) {
    List<String> there = column.form().nullValues();
    keys.put("null_values", joined(there.isEmpty() ? List.of("") : there, spellings));
    isNullable = true;
  }

  /**
   * How dates or times are written, in the words of {@code strptime}, beside the formats that the
   * column names.
   */
  public void formats(List<String> formats) {
    List<String> all = joined(column.form().formats(), formats);
    keys.put("format", all.size() == 1 ? all.get(0) : all);
  }

  /** How numbers are written; empty for no separator. */
  public void separators(String decimal, String thousands) {
    keys.keySet().removeAll(NUMBERS);
    if (!decimal.equals(".") || column.form().isOfNumbers()) {
      keys.put("decimal", decimal);
    }
    if (!thousands.isEmpty()) {
      keys.put("thousands", thousands);
    }
  }

  /** Numbers are written as texts, and otherwise as any number. */
  public void strings() {
    keys.put("decimal", ".");
  }

  /** As {@link #strings}, where the source may have them. */
  public void stringsOfJson() {
    if (spec.field("tables", table, "source", "json").isPresent()) {
      strings();
    }
  }

  /**
   * How truth values are written, beside those that the column names; what it names keeps its
   * meaning.
   */
  public void truths(Collection<String> yes, Collection<String> no) {
    TextForm form = column.form();
    truth("true_values", form.trueValues(), yes, form.falseValues());
    truth("false_values", form.falseValues(), no, form.trueValues());
  }

  private void truth(String key, List<String> there, Collection<String> more, List<String> others) {
    List<String> all =
        joined(there, more.stream().filter(text -> !contains(others, text)).toList());
    if (!all.isEmpty()) {
      keys.put(key, all);
    }
  }

  private static boolean contains(List<String> texts, String text) {
    return texts.stream().anyMatch(each -> each.equalsIgnoreCase(text));
  }

  /** What is there comes first, and stays. */
  private static List<String> joined(Collection<String> there, Collection<String> more) {
    Set<String> all = new LinkedHashSet<>(there);
    all.addAll(more);
    return List.copyOf(all);
  }

  /** A wider type, in the words of {@code columns}. */
  public void type(String other) {
    type = other;
  }

  /** Blanks around values belong to none. */
  public void trimmed() {
    isTrimmed = true;
  }

  /** No value is a value. */
  public void nullable() {
    isNullable = true;
  }

  /** More symbols of an enum. */
  public void symbols(Collection<String> more) {
    symbols.addAll(more);
  }

  /** Whether the columns stand in the spec itself. */
  public boolean isInColumns() {
    return spec.field("tables", table, "columns").isPresent();
  }

  /** The lines to write; empty when nothing is to be said. */
  public List<Edit> edits() {
    boolean isField = type != null || !symbols.isEmpty() || isNullable != column.nullable();
    if (isTrimmed && !isField && keys.isEmpty()) {
      boolean isInQuotes = spec.field("tables", table, "source", "trim").isPresent();
      return List.of(new SourceChange(spec, table).with("trim", isInQuotes ? "all" : "true"));
    }
    if (!isField && keys.isEmpty()) {
      return List.of();
    }
    if (isInColumns()) {
      return List.of(entry(spec.entries("type", "tables", table, "columns", column.name())));
    }
    AvroField.Change change =
        new AvroField.Change(type, isNullable, List.copyOf(symbols), forms(keys));
    return AvroField.edit(spec, table, column.name(), change).stream().toList();
  }

  /** A text is written as it is. */
  private Map<String, Object> forms(Map<String, ?> all) {
    Map<String, Object> said = new LinkedHashMap<>(all);
    if ("text".equals(type)) {
      said.keySet().removeAll(FORMS);
    }
    return said;
  }

  private Edit entry(Map<String, String> there) {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("type", YamlText.of(typeWord(there.get("type"))));
    there.forEach(entries::putIfAbsent);
    if (keys.keySet().stream().anyMatch(NUMBERS::contains)) {
      entries.keySet().removeAll(NUMBERS);
    }
    keys.forEach((key, value) -> entries.put(key, spelled(value)));
    if ("text".equals(type)) {
      entries.keySet().removeAll(FORMS);
    }
    String name = YamlText.key(column.name());
    String text =
        entries.size() == 1
            ? name + ": " + entries.get("type")
            : name + ": " + YamlText.map(entries);
    return spec.edit(List.of("tables", table, "columns", column.name()), text);
  }

  private static String spelled(Object value) {
    return value instanceof List<?> list
        ? YamlText.list(list.stream().map(String::valueOf).toList())
        : YamlText.of(String.valueOf(value));
  }

  private String typeWord(@Nullable String written) {
    String bare =
        Optional.ofNullable(written)
            .map(text -> text.replaceAll("^\"|\"$", "").replaceAll("!$", ""))
            .orElseGet(() -> TypeSpelling.of(column.nullable(true)));
    if (!symbols.isEmpty()) {
      Set<String> all = new LinkedHashSet<>(column.symbols());
      all.addAll(symbols);
      bare = TypeSpelling.of(column.oneOf(List.copyOf(all)).nullable(true));
    }
    return (type == null ? bare : type) + (isNullable ? "" : "!");
  }
}
