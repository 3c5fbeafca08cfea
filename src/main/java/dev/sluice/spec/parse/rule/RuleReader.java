// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.rule;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Position;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.plugin.Plugins;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.parse.context.SqlTexts;
import dev.sluice.spec.parse.rule.RuleDraft.Head;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.rule.Consequence;
import dev.sluice.spec.rule.RuleSpec;
import dev.sluice.spec.rule.SqlText;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Field;
import dev.sluice.spec.yaml.Node.Fields;
import dev.sluice.spec.yaml.Node.Items;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;
import dev.sluice.spec.yaml.SpecShape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code rules}, which makes a rule for each column that it names. */
public final class RuleReader {
  private static final Set<String> OPTIONS = Set.of("name", "where", "at", "severity");
  private static final List<String> KINDS =
      SpecShape.RULE.names().stream().filter(key -> !OPTIONS.contains(key)).toList();

  private final SpecContext reading;
  private final boolean hasRaw;

  /**
   * Reads rules of a table, or of a model.
   *
   * @param hasRaw whether its rows are read from a source
   */
  public RuleReader(SpecContext reading, boolean hasRaw) {
    this.reading = reading;
    this.hasRaw = hasRaw;
  }

  /** The rules of an entry; none where it is wrong, which is reported. */
  public List<RuleDraft> read(Node node) {
    if (node instanceof Scalar scalar && scalar.isText()) {
      SqlText sql = SqlTexts.inline(scalar, reading);
      return sql == null
          ? List.of()
          : List.of(
              new RuleDraft.Written(
                  new RuleSpec(oneLine(sql), sql, reading.defaults().onError()), node.position()));
    }
    Section section = Section.open(node, SpecShape.RULE, reading.problems());
    Field kind = section == null ? null : kind(section);
    return section == null || kind == null ? List.of() : rules(section, kind);
  }

  private @Nullable Field kind(Section section) {
    List<Field> kinds = section.fields().stream().filter(f -> isKind(f.name())).toList();
    if (kinds.size() > 1) {
      reading.invalid(
          kinds.get(1).key().position(),
          "a rule has one kind, but here are `%s` and `%s`"
              .formatted(kinds.get(0).name(), kinds.get(1).name()),
          "begin the second with `- ` on a line of its own");
      return null;
    }
    boolean isUnknown =
        section.fields().stream().anyMatch(f -> SpecShape.RULE.key(f.name()).isEmpty());
    if (kinds.isEmpty() && !isUnknown) {
      reading.invalid(
          section.position(), "a rule needs a kind", "add one of " + Suggestion.list(KINDS));
    }
    return kinds.isEmpty() || !isThere(kinds.get(0)) ? null : kinds.get(0);
  }

  private static boolean isKind(String key) {
    return KINDS.contains(key) || Plugins.NAME.matcher(key).matches();
  }

  /** Whether a kind is Sluice's own, or a plugin brings it; reported where none does. */
  private boolean isThere(Field kind) {
    if (KINDS.contains(kind.name()) || Plugins.kind(kind.name()).isPresent()) {
      return true;
    }
    reading
        .problems()
        .error(
            ErrorCode.UNKNOWN_NAME,
            kind.key().position(),
            "no plugin has the rule kind `" + kind.name() + "`",
            Objects.requireNonNullElse(
                Suggestion.nearest(kind.name(), Plugins.names()),
                "name the JAR that has it: `--plugin FILE.jar`"));
    return false;
  }

  private List<RuleDraft> rules(Section section, Field kind) {
    String name = name(section, reading);
    At at = section.choice("at", At.STAGING);
    Scalar condition = section.text("where");
    SqlText where = condition == null ? null : SqlTexts.inline(condition, reading);
    Head head =
        new Head(
            name == null ? "" : name,
            section.position(),
            section.choice("severity", reading.defaults().onError()),
            where,
            at == At.RAW ? RuleSpec.At.RAW : RuleSpec.At.STAGING);
    if (at == At.WAREHOUSE) {
      return inWarehouse(section, kind, head);
    }
    if (at == At.RAW && !canBeRaw(section, head)) {
      return List.of();
    }
    return switch (kind.name()) {
      case "sql" -> written(section, head);
      case "ordered" -> ordered(kind, head);
      case "not_null", "latitude", "longitude", "wkt", "image_url" -> ofColumns(kind, head);
      default ->
          KINDS.contains(kind.name()) || kind.value() instanceof Fields
              ? ofEntries(kind, head)
              : ofColumns(kind, head);
    };
  }

  /** Of which rows a rule is asked. */
  private enum At {
    RAW,
    STAGING,
    WAREHOUSE
  }

  /** What the warehouse finds is loaded: it holds the release back. */
  private List<RuleDraft> inWarehouse(Section section, Field kind, Head head) {
    Field severity = section.field("severity");
    if (!kind.name().equals("sql")) {
      reading.invalid(
          kind.key().position(),
          "only a rule in SQL is asked in the warehouse, in its own words",
          "write what every row must be: `- {sql: …, at: warehouse}`");
      return List.of();
    }
    if (severity != null && head.consequence() != Consequence.FAIL) {
      reading.invalid(
          severity.key().position(),
          "rows that break a rule in the warehouse are loaded, and hold the release back",
          "remove `severity`, or ask the rule at `staging`");
      return List.of();
    }
    List<RuleDraft> asked = new ArrayList<>();
    for (RuleDraft written : written(section, head)) {
      RuleSpec rule = ((RuleDraft.Written) written).rule();
      asked.add(
          new RuleDraft.Asked(
              new CheckSpec(
                  rule.name(),
                  Consequence.FAIL,
                  section.position(),
                  new CheckSpec.RuleInWarehouse(rule.sql(), rule.where()))));
    }
    return asked;
  }

  private boolean canBeRaw(Section section, Head head) {
    Node at = section.node("at");
    Position position = at == null ? section.position() : at.position();
    if (!hasRaw) {
      reading.invalid(position, "a model has no raw rows: they come typed", "take `at: raw` out");
    } else if (head.consequence() == Consequence.WARN) {
      reading.invalid(
          position,
          "`severity: warn` counts good rows, and raw ones are not judged yet",
          "take `at: raw` out, or let the rule be `dead_letter` or `fail`");
    }
    return hasRaw && head.consequence() != Consequence.WARN;
  }

  /** What {@code name} says of a rule or check; null when it says nothing. */
  public static @Nullable String name(Section section, SpecContext reading) {
    Scalar name = section.text("name");
    if (name != null && name.text().isBlank()) {
      reading.invalid(name.position(), "`name` is empty");
    }
    return name == null ? null : name.text();
  }

  private List<RuleDraft> written(Section section, Head head) {
    Scalar written = section.text("sql");
    SqlText sql = written == null ? null : SqlTexts.inline(written, reading);
    if (sql == null) {
      return List.of();
    }
    String name = head.name().isEmpty() ? oneLine(sql) : head.name();
    return List.of(
        new RuleDraft.Written(
            new RuleSpec(name, sql, head.consequence(), head.where(), head.at(), null),
            head.position()));
  }

  private List<RuleDraft> ordered(Field kind, Head head) {
    List<Scalar> columns = columns(kind);
    if (columns.size() == 1) {
      reading.invalid(
          kind.value().position(),
          "`ordered` compares columns, and here is one",
          "write at least two: `ordered: [low, high]`");
    }
    return columns.size() < 2 ? List.of() : List.of(shortForm(kind, columns, null, head, 1));
  }

  private List<RuleDraft> ofColumns(Field kind, Head head) {
    List<RuleDraft> rules = new ArrayList<>();
    List<Scalar> columns = columns(kind);
    for (Scalar column : columns) {
      rules.add(shortForm(kind, List.of(column), null, head, columns.size()));
    }
    return rules;
  }

  private List<RuleDraft> ofEntries(Field kind, Head head) {
    if (kind.value() instanceof Scalar scalar && scalar.isBroken()) {
      return List.of();
    }
    if (!(kind.value() instanceof Fields fields) || fields.fields().isEmpty()) {
      reading.invalid(
          kind.value().position(),
          "`%s` names columns and what it asks of each, not %s"
              .formatted(kind.name(), kind.value().description()),
          "write " + ShortForm.example(kind.name()));
      return List.of();
    }
    return fields.fields().stream()
        .map(
            field ->
                shortForm(kind, List.of(field.key()), field.value(), head, fields.fields().size()))
        .toList();
  }

  private RuleDraft shortForm(
      Field kind, List<Scalar> columns, @Nullable Node argument, Head head, int of) {
    String names = columns.stream().map(Scalar::text).collect(Collectors.joining(", "));
    String name =
        head.name().isEmpty()
            ? kind.name() + ": " + names
            : of == 1 ? head.name() : head.name() + " (" + names + ")";
    return new RuleDraft.Brief(
        reading,
        kind.name(),
        columns,
        argument,
        new Head(name, columns.get(0).position(), head.consequence(), head.where(), head.at()));
  }

  /** A column or a list of them, without those that stand there twice, which are reported. */
  private List<Scalar> columns(Field kind) {
    List<Scalar> columns = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    List<Node> nodes = kind.value() instanceof Items items ? items.items() : List.of(kind.value());
    if (nodes.isEmpty()) {
      reading.invalid(kind.value().position(), "`" + kind.name() + "` lists no column");
    }
    for (Node node : nodes) {
      if (!(node instanceof Scalar scalar) || !(scalar.isText() || scalar.isBroken())) {
        reading.invalid(
            node.position(),
            "`%s` names columns, not %s".formatted(kind.name(), node.description()),
            "write " + ShortForm.example(kind.name()));
      } else if (!scalar.isBroken() && !seen.add(scalar.text())) {
        reading.invalid(node.position(), "the column `" + scalar.text() + "` is listed twice");
      } else if (!scalar.isBroken()) {
        columns.add(scalar);
      }
    }
    return columns;
  }

  private static String oneLine(SqlText sql) {
    return sql.text().strip().replaceAll("\\s+", " ");
  }
}
