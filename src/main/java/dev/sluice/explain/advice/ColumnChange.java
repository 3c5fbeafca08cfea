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
 * columns}, or, with a schema, as a field of it and keys of the source.
 */
public final class ColumnChange {
  /** What says how other values than texts are written. */
  private static final Set<String> FORMS =
      Set.of("format", "decimal", "thousands", "true_values", "false_values");

  private final SpecSource spec;
  private final String table;
  private final Column column;
  private final Map<String, String> keys = new LinkedHashMap<>();
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
    keys.put("null_values", YamlText.list(all));
    isNullable = true;
  }

  /** How dates or times are written, in the words of {@code strptime}. */
  public void formats(List<String> formats) {
    keys.put("format", formats.size() == 1 ? YamlText.of(formats.get(0)) : YamlText.list(formats));
  }

  /** How numbers are written; empty for no separator. */
  public void separators(String decimal, String thousands) {
    if (!decimal.equals(".")) {
      keys.put("decimal", YamlText.of(decimal));
    }
    if (!thousands.isEmpty()) {
      keys.put("thousands", YamlText.of(thousands));
    }
  }

  /** How truth values are written. */
  public void truths(Collection<String> yes, Collection<String> no) {
    if (!yes.isEmpty()) {
      keys.put("true_values", YamlText.list(yes));
    }
    if (!no.isEmpty()) {
      keys.put("false_values", YamlText.list(no));
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

  /** What {@code columns} alone can say. */
  private boolean needsColumns() {
    return keys.keySet().stream().anyMatch(key -> !key.equals("null_values"));
  }

  /** The lines to write; empty when nothing is to be said. */
  public List<Edit> edits(Collection<String> nullsOfTable) {
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
    List<Edit> edits = new ArrayList<>();
    if (needsColumns()) {
      edits.add(entry(Map.of()));
      return edits;
    }
    if (keys.containsKey("null_values")) {
      edits.add(new SourceChange(spec, table).nulls(nullsOfTable));
    }
    if (isField) {
      AvroField.edit(spec, table, column.name(), type, isNullable, symbols).ifPresent(edits::add);
    }
    return edits;
  }

  /** What else is to be done; null when the lines are all. */
  public @Nullable String besides() {
    if (isInColumns() || !needsColumns()) {
      return null;
    }
    String file = spec.field("tables", table, "schema").map(f -> YamlFlow.of(f.value())).orElse("");
    return "a schema cannot say it: write `columns:` in the place of `schema: %s`".formatted(file);
  }

  private Edit entry(Map<String, String> there) {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("type", YamlText.of(typeWord(there.get("type"))));
    there.forEach(entries::putIfAbsent);
    entries.putAll(keys);
    if (type != null && type.equals("text")) {
      entries.keySet().removeAll(FORMS); // a text is written as it is
    }
    String name = YamlText.key(column.name());
    String text =
        entries.size() == 1
            ? name + ": " + entries.get("type")
            : name + ": " + YamlText.map(entries);
    return spec.edit(List.of("tables", table, "columns", column.name()), text);
  }

  private String typeWord(@Nullable String written) {
    String bare =
        Optional.ofNullable(written)
            .map(text -> text.replaceAll("^\"|\"$", "").replaceAll("!$", ""))
            .orElseGet(() -> TypeSpelling.of(column.nullable(true)));
    if (!symbols.isEmpty()) {
      LinkedHashSet<String> all = new LinkedHashSet<>(column.symbols());
      all.addAll(symbols);
      bare = "enum(" + String.join(", ", all) + ")";
    }
    return (type == null ? bare : type) + (isNullable ? "" : "!");
  }
}
