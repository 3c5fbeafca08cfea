// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.columns;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Position;
import dev.sluice.schema.Column;
import dev.sluice.schema.form.Sourcing;
import dev.sluice.schema.form.TextForm;
import dev.sluice.schema.spelling.TypeGrammar;
import dev.sluice.schema.spelling.TypeProblem;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Field;
import dev.sluice.spec.yaml.Node.Fields;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;
import dev.sluice.spec.yaml.SpecShape;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one column: a type, or a map of what is said of it. */
final class ColumnReader {
  private static final Pattern LEGAL = Pattern.compile("(?!__)[A-Za-z_][A-Za-z0-9_]{0,62}");

  /** What only a source has. */
  private static final List<String> OF_SOURCES =
      List.of(
          "from",
          "aliases",
          "format",
          "null_values",
          "decimal",
          "thousands",
          "true_values",
          "false_values",
          "default");

  private final SpecContext reading;
  private final boolean hasSource;
  private final FormReader forms;

  ColumnReader(SpecContext reading, boolean hasSource) {
    this.reading = reading;
    this.hasSource = hasSource;
    this.forms = new FormReader(reading);
  }

  /** Null when anything was reported. */
  @Nullable Column read(Field field) {
    boolean isNamed = isNamed(field);
    Column column =
        field.value() instanceof Fields ? described(field) : typed(field.name(), field.value());
    return isNamed ? column : null;
  }

  /** Where a key of a column stands, or the column's name. */
  static Position place(Field field, String key) {
    return field.value() instanceof Fields fields
        ? fields.fields().stream()
            .filter(each -> each.name().equals(key))
            .map(each -> each.value().position())
            .findFirst()
            .orElse(field.key().position())
        : field.key().position();
  }

  private boolean isNamed(Field field) {
    String name = field.name();
    if (LEGAL.matcher(name).matches()) {
      return true;
    }
    String legal = legal(name);
    String type = field.value() instanceof Scalar scalar ? scalar.text() : "…";
    reading
        .problems()
        .error(
            ErrorCode.NAME_INVALID,
            field.key().position(),
            "`"
                + name
                + "` cannot be a column's name: letters, digits and underscores, at most 63, neither"
                + " a digit nor two underscores first",
            legal.isEmpty() || !hasSource
                ? "choose another"
                : "write `%s: {type: %s, from: %s}`".formatted(legal, quoted(type), quoted(name)));
    return false;
  }

  /** The nearest name that a column may have: {@code order_id} for {@code Order ID}. */
  private static String legal(String name) {
    String plain =
        Normalizer.normalize(name.replace("ß", "ss"), Normalizer.Form.NFD)
            .replaceAll("\\p{M}", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "_")
            .replaceAll("^_+|_+$", "");
    String begun = plain.matches("[0-9].*") ? "c" + plain : plain;
    return begun.length() <= 63 ? begun : begun.substring(0, 63);
  }

  private static String quoted(String text) {
    return text.matches("[A-Za-z][A-Za-z0-9_ ]*!?")
        ? text
        : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private @Nullable Column typed(String name, Node node) {
    if (node instanceof Scalar scalar && scalar.isBroken()) {
      return null;
    }
    if (!(node instanceof Scalar scalar) || !scalar.isText()) {
      reading.invalid(
          node.position(),
          "the type of `" + name + "` is a text, not " + node.description(),
          "such as `text`, `bigint!`, `decimal(12,2)`; null is written by leaving `!` out");
      return null;
    }
    try {
      return TypeGrammar.read(name, scalar.text());
    } catch (TypeProblem e) {
      reading.invalid(
          scalar.at(e.offset()), "the type of `" + name + "`: " + e.message(), e.suggestion());
      return null;
    }
  }

  private @Nullable Column described(Field field) {
    Section section =
        Section.open(field.value(), field.key().position(), SpecShape.COLUMN, reading.problems());
    Node type = section == null ? null : section.node("type");
    Column column = type == null ? null : typed(field.name(), type);
    if (section == null || column == null) {
      return null;
    }
    Column said = column.personal(section.isTrue("pii")).saying(doc(section));
    if (!hasSource) {
      refuseSourcing(section);
      return said;
    }
    TextForm form = forms.read(section, column.type());
    List<String> from = names(section, "from");
    List<String> aliases = names(section, "aliases");
    String fallback = new DefaultReader(reading).read(section, said);
    return said.sourced(new Sourcing(from, aliases, false, fallback, form));
  }

  private void refuseSourcing(Section section) {
    for (String key : OF_SOURCES) {
      Field field = section.field(key);
      if (field != null) {
        reading.invalid(
            field.key().position(),
            "`" + key + "` says how a source has a column, and a model has no source",
            "take it out: what the statement gives is the value");
      }
    }
  }

  private static String doc(Section section) {
    Scalar doc = section.text("doc");
    return doc == null ? "" : doc.text().strip();
  }

  private List<String> names(Section section, String key) {
    List<Scalar> names = section.texts(key);
    for (Scalar name : names) {
      if (name.text().isBlank()) {
        reading.invalid(name.position(), "`" + key + "` names nothing", "take it out");
      }
    }
    if (section.node(key) instanceof Node.Items items && items.items().isEmpty()) {
      reading.invalid(items.position(), "`" + key + "` names nothing", "take it out");
    }
    return reading.distinct(names, "the name");
  }
}
