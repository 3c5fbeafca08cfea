// SPDX-License-Identifier: Apache-2.0
package dev.sluice.explain.advice;

import dev.sluice.schema.Column;
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

  /** Texts that stand for no value. */
  public void nulls(Collection<String> spellings) {
    List<String> all = new ArrayList<>(List.of(""));
    spellings.stream().filter(each -> !each.isEmpty()).forEach(all::add);
    keys.put("null_values", all);
    isNullable = true;
  }

  /** How dates or times are written, in the words of {@code strptime}. */
  public void formats(List<String> formats) {
    keys.put("format", formats.size() == 1 ? formats.get(0) : List.copyOf(formats));
  }

  /** How numbers are written; empty for no separator. */
  public void separators(String decimal, String thousands) {
    if (!decimal.equals(".")) {
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

  /** How truth values are written. */
  public void truths(Collection<String> yes, Collection<String> no) {
    if (!yes.isEmpty()) {
      keys.put("true_values", List.copyOf(yes));
    }
    if (!no.isEmpty()) {
      keys.put("false_values", List.copyOf(no));
    }
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
