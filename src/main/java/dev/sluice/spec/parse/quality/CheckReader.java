// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.quality;

import dev.sluice.error.issue.Position;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.parse.context.SqlTexts;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.rule.CheckSpec.Allowance;
import dev.sluice.spec.rule.CheckSpec.Statistic;
import dev.sluice.spec.rule.CheckSpec.Terms;
import dev.sluice.spec.rule.Consequence;
import dev.sluice.spec.rule.SqlText;
import dev.sluice.spec.yaml.Node.Field;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;
import dev.sluice.spec.yaml.SpecShape;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code checks}: its kind, and what stands beside it. */
final class CheckReader {
  /** What may stand beside a kind; all other keys of a check are kinds. */
  private static final Set<String> OPTIONS =
      Set.of(
          "name",
          "severity",
          "where",
          "max_rows",
          "max_ratio",
          "min_sample",
          "examples",
          "keep_rows",
          "per",
          "at");

  /** The kinds that count rows against them, of which some may be allowed. */
  private static final Set<String> COUNTING =
      Set.of(
          "not_null",
          "unique",
          "references",
          "range",
          "accepted_values",
          "determines",
          "monotonic",
          "no_gaps",
          "golden",
          "sql");

  /** The kinds whose rows against them are rows of the table, or of a statement. */
  private static final Set<String> WITH_ROWS =
      Set.of(
          "not_null",
          "unique",
          "null_ratio",
          "references",
          "min",
          "max",
          "range",
          "accepted_values",
          "determines",
          "monotonic",
          "no_gaps",
          "sql");

  /** The kinds that statistics answer. */
  private static final Set<String> OF_HISTORY = Set.of("drift", "new_values", "anomaly");

  private static final int MOST_EXAMPLES = 1_000;

  private final SpecContext reading;
  private final ColumnKinds columns;
  private final TableKinds tables;
  private final ControlKind control;
  private final SequenceKinds sequences;
  private final HistoryKinds history;

  /**
   * Of one table or model.
   *
   * @param without why its source has no files; null where it has
   * @param apart whether those that come are told apart
   */
  CheckReader(SpecContext reading, String table, @Nullable String without, RowsApart apart) {
    this.reading = reading;
    this.control = new ControlKind(reading, without);
    this.columns = new ColumnKinds(reading, table);
    this.tables = new TableKinds(reading, table);
    this.sequences = new SequenceKinds(reading, table);
    this.history = new HistoryKinds(reading, table, apart);
  }

  private static List<String> kinds() {
    return SpecShape.CHECK.names().stream().filter(name -> !OPTIONS.contains(name)).toList();
  }

  @Nullable CheckSpec read(Section section, @Nullable String name) {
    List<String> names = kinds();
    List<Field> kinds = section.fields().stream().filter(f -> names.contains(f.name())).toList();
    if (kinds.isEmpty()) {
      if (section.fields().stream().allMatch(f -> OPTIONS.contains(f.name()))) {
        reading.invalid(
            section.position(), "a check needs a kind", "add one of " + Suggestion.list(names));
      }
      return null;
    }
    if (kinds.size() > 1) {
      reading.invalid(
          kinds.get(1).key().position(),
          "a check has one kind, but here are `"
              + kinds.get(0).name()
              + "` and `"
              + kinds.get(1).name()
              + "`",
          "begin the second with `- ` on a line of its own");
      return null;
    }
    return read(section, name, kinds.get(0));
  }

  private @Nullable CheckSpec read(Section section, @Nullable String name, Field field) {
    Consequence consequence = section.choice("severity", Consequence.FAIL);
    Terms terms = terms(section, field.name());
    Named kind = kind(section, field.name());
    if (kind == null || terms == null) {
      return null;
    }
    if (section.choice("at", At.STAGING) == At.WAREHOUSE) {
      kind = inWarehouse(section, kind);
    }
    Position position = field.key().position();
    return new CheckSpec(
        name == null ? kind.name() : name, consequence, position, terms, kind.kind());
  }

  /** Where a check is asked. */
  private enum At {
    STAGING,
    WAREHOUSE
  }

  /** What the warehouse is asked is a statement of its own, and holds the release back. */
  private Named inWarehouse(Section section, Named named) {
    if (named.kind() instanceof CheckSpec.Sql sql) {
      refuse(section, "per", "the warehouse runs the statement as a whole");
      refuse(section, "keep_rows", "the lake keeps rows of checks that are asked at staging");
      if (section.choice("severity", Consequence.FAIL) == Consequence.WARN) {
        refuse(section, "severity", "a check in the warehouse holds the release back, or is none");
      }
      return new Named(named.name(), new CheckSpec.InWarehouse(sql.sql()));
    }
    Field at = Objects.requireNonNull(section.field("at"));
    reading.invalid(
        at.key().position(),
        "only a check of kind `sql` is asked in the warehouse, in its own words",
        "write the rows that should not be as a statement: `- {sql: SELECT …, at: warehouse}`");
    return named;
  }

  /** A kind, and how a check is called that has no name. */
  record Named(String name, CheckSpec.Kind kind) {}

  private @Nullable Named kind(Section section, String kind) {
    if (section.has("per") && !kind.equals("sql")) {
      refuse(section, "per", "only a check of kind `sql` is cut by keys that it names");
    }
    return switch (kind) {
      case "row_count" -> tables.rowCount(section);
      case "not_null", "unique" -> columns.listed(section, kind);
      case "null_ratio" -> columns.nullRatio(section);
      case "references" -> tables.references(section);
      case "sum" -> tables.sum(section);
      case "quantile" -> columns.quantile(section);
      case "correlation" -> columns.correlation(section);
      case "range" -> columns.range(section);
      case "accepted_values" -> columns.acceptedValues(section);
      case "freshness" -> columns.freshness(section);
      case "determines" -> columns.determines(section);
      case "monotonic" -> sequences.monotonic(section);
      case "no_gaps" -> sequences.noGaps(section);
      case "reconcile" -> reconcile(section);
      case "golden" -> tables.golden(section);
      case "sql" -> tables.sql(section);
      case "drift" -> history.drift(section);
      case "new_values" -> history.newValues(section);
      case "anomaly" -> history.anomaly(section);
      default -> columns.figure(section, Statistic.valueOf(kind.toUpperCase(Locale.ROOT)));
    };
  }

  /** With another table, or with what the sender of the files says. */
  private @Nullable Named reconcile(Section section) {
    Section reconcile = section.section("reconcile", SpecShape.RECONCILE);
    if (reconcile == null) {
      return null;
    }
    if (reconcile.has("control")) {
      String why = "files are counted as a whole, with rows that died";
      refuse(section, "where", why);
      refuse(section, "min_sample", why);
      control.refuse(reconcile, "control", "table", "column", "to");
      return control.read(reconcile);
    }
    if (!reconcile.has("table")) {
      reconcile.missing(
          "table", "`reconcile` needs `table`, or `control`, the files in which the sender counts");
      return null;
    }
    control.refuse(reconcile, "table", "file", "rows");
    return tables.reconcile(reconcile);
  }

  private void refuse(Section section, String key, String why) {
    Field field = section.field(key);
    if (field != null) {
      reading.invalid(
          field.key().position(), "`" + key + "` says nothing here: " + why, "remove it");
    }
  }

  /** What stands beside a kind; null when it cannot be read. */
  private @Nullable Terms terms(Section section, String kind) {
    if (!COUNTING.contains(kind)) {
      String why = "`" + kind + "` counts no rows against it, and has bounds of its own";
      refuse(section, "max_rows", why);
      refuse(section, "max_ratio", why);
    }
    if (kind.equals("sql")) {
      String why = "the statement says itself which rows it looks at";
      refuse(section, "where", why);
      refuse(section, "min_sample", why);
      refuse(section, "max_ratio", why + "; use `max_rows`");
    }
    if (!WITH_ROWS.contains(kind)) {
      refuse(
          section,
          "keep_rows",
          kind.equals("golden")
              ? "what is against `golden` are rows that the table does not have"
              : "`" + kind + "` is of the whole table, and no row is against it");
    }
    if (OF_HISTORY.contains(kind)) {
      refuse(section, "where", "`" + kind + "` reads statistics, and no rows");
    }
    Scalar written = section.text("where");
    SqlText where = written == null ? null : SqlTexts.inline(written, reading);
    if (section.has("where") && where == null) {
      return null;
    }
    Long sample = section.whole("min_sample", 1, Long.MAX_VALUE);
    Long examples = section.whole("examples", 0, MOST_EXAMPLES);
    return new Terms(
        where,
        new Allowance(section.whole("max_rows", 0, Long.MAX_VALUE), section.ratio("max_ratio")),
        sample == null ? 0 : sample,
        examples == null ? Terms.USUAL_EXAMPLES : Math.toIntExact(examples),
        section.isTrue("keep_rows"));
  }
}
