// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.quality;

import dev.sluice.spec.history.Baseline;
import dev.sluice.spec.history.Comparison;
import dev.sluice.spec.history.Metric;
import dev.sluice.spec.history.Rows;
import dev.sluice.spec.history.Usual;
import dev.sluice.spec.parse.context.NameUses.Fit;
import dev.sluice.spec.parse.context.NameUses.Purpose;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.parse.quality.CheckReader.Named;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;
import dev.sluice.spec.yaml.SpecShape;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the kinds of checks that compare with earlier runs. */
final class HistoryKinds {
  private static final int MOST_RUNS = 1_000;
  private static final int LONGEST_SEASON = 100;
  private static final String PRODUCTION = "production";

  /** The keys of which one says what is usual. */
  private static final List<String> USUAL =
      List.of("change", "difference", "z_score", "iqr", "season");

  /** A number, or an id. */
  private static final Pattern RUN = Pattern.compile("[1-9][0-9]{0,17}|[0-9a-f]{12}");

  private static final Baseline.Window LAST_RUNS = new Baseline.Window(7, 3);

  private final SpecContext reading;
  private final String table;
  private final RowsApart apart;

  HistoryKinds(SpecContext reading, String table, RowsApart apart) {
    this.reading = reading;
    this.table = table;
    this.apart = apart;
  }

  /** Which rows are compared; what cannot be told apart is reported. */
  private Rows rows(Section section) {
    Rows rows = section.choice("rows", Rows.ALL);
    Node node = section.node("rows");
    if (rows == Rows.NEW && node != null) {
      apart.require(node.position(), reading);
    }
    return rows;
  }

  private @Nullable Scalar column(Section section, @Nullable Fit fit) {
    Scalar column = section.text("column");
    if (column != null && fit != null) {
      reading.uses().column(table, column, fit);
    } else if (column != null) {
      reading.uses().column(table, column, Purpose.ANY);
    }
    return column;
  }

  @Nullable Named drift(Section section) {
    Section drift = section.section("drift", SpecShape.DRIFT);
    if (drift == null) {
      return null;
    }
    Comparison asked = drift.has("compare") ? drift.choice("compare", Comparison.KS) : null;
    Scalar column = column(drift, fit(asked));
    Double most = Bounds.positive(drift, "max", reading);
    requireReach(drift, asked, most);
    Baseline baseline = baseline(drift, LAST_RUNS);
    Rows rows = rows(drift);
    if (column == null || baseline == null || (most == null && drift.has("max"))) {
      return null;
    }
    StringJoiner name = named(column.text(), drift);
    if (asked != null) {
      name.add("compare: " + asked.word());
    }
    if (most != null) {
      name.add("max: " + Bounds.plain(most));
    }
    return new Named(
        "drift: " + name, new CheckSpec.Drift(column.text(), asked, most, baseline, rows));
  }

  /** Most distances are 1 at most, so that none is beyond. */
  private void requireReach(Section drift, @Nullable Comparison asked, @Nullable Double most) {
    Node node = drift.node("max");
    boolean isOpen = asked == Comparison.PSI || asked == Comparison.WASSERSTEIN;
    if (node != null && most != null && most >= 1 && !isOpen) {
      reading.invalid(
          node.position(),
          "no distance is beyond this `max`: %s is 0 to 1"
              .formatted(asked == null ? "it" : "`" + asked.word() + "`"),
          "write a number below 1, or leave `max` out");
    }
  }

  private static Fit fit(@Nullable Comparison comparison) {
    if (comparison == null) {
      return Bounds.compared("of which no distribution is known");
    }
    return switch (comparison.suited()) {
      case ORDERED -> Bounds.sorted("which `%s` cannot compare".formatted(comparison.word()));
      case NOMINAL -> Bounds.nominal("which `%s` cannot compare".formatted(comparison.word()));
      case ANY -> Bounds.compared("which `%s` cannot compare".formatted(comparison.word()));
    };
  }

  @Nullable Named newValues(Section section) {
    Section fresh = section.section("new_values", SpecShape.NEW_VALUES);
    if (fresh == null) {
      return null;
    }
    Scalar column = column(fresh, Bounds.nominal("whose values are not told one by one"));
    Double most = fresh.ratio("max");
    Baseline baseline = baseline(fresh, LAST_RUNS);
    Rows rows = rows(fresh);
    if (column == null || baseline == null || (most == null && fresh.has("max"))) {
      return null;
    }
    StringJoiner name = named(column.text(), fresh);
    if (most != null) {
      name.add("max: " + Bounds.plain(most));
    }
    return new Named(
        "new_values: " + name,
        new CheckSpec.NewValues(
            column.text(), most == null ? CheckSpec.NewValues.USUAL : most, baseline, rows));
  }

  private static StringJoiner named(String column, Section section) {
    StringJoiner name = new StringJoiner(", ", "{", "}");
    name.add("column: " + column);
    if (section.node("rows") instanceof Scalar rows && rows.text().equals("new")) {
      name.add("rows: new");
    }
    Node baseline = section.node("baseline");
    if (baseline instanceof Scalar) {
      name.add("baseline: production");
    } else if (baseline instanceof Node.Fields fields) {
      fields.fields().stream()
          .filter(field -> field.name().equals("run") && field.value() instanceof Scalar)
          .forEach(field -> name.add("run: " + ((Scalar) field.value()).text()));
    }
    return name;
  }

  @Nullable Named anomaly(Section section) {
    Section anomaly = section.section("anomaly", SpecShape.ANOMALY);
    if (anomaly == null) {
      return null;
    }
    Metric metric = anomaly.choice("of", Metric.ROWS);
    Scalar of = anomaly.text("of");
    if (of == null || !of.text().equals(metric.word())) {
      return null;
    }
    Scalar column = figured(anomaly, metric);
    Rows rows = metric.of() == Metric.Of.TABLE ? Rows.ALL : rows(anomaly);
    Usual usual = usual(anomaly);
    boolean isColumnMissing = column == null && metric.of() != Metric.Of.TABLE;
    if (usual == null || isColumnMissing) {
      return null;
    }
    Baseline baseline = baseline(anomaly, usual.window());
    if (baseline == null || !suits(anomaly, baseline, usual)) {
      return null;
    }
    StringJoiner name = new StringJoiner(", ", "{", "}");
    name.add("of: " + metric.word());
    if (column != null) {
      name.add("column: " + column.text());
    }
    if (rows == Rows.NEW) {
      name.add("rows: new");
    }
    name.add(usual.spelled());
    return new Named(
        "anomaly: " + name,
        new CheckSpec.Anomaly(
            metric, column == null ? null : column.text(), usual, baseline, rows));
  }

  private @Nullable Scalar figured(Section anomaly, Metric metric) {
    if (metric.of() == Metric.Of.TABLE) {
      refuse(anomaly, "column", metric, "and not of a column", "remove `column`");
      String counted = "take `of: new_rows`, which counts what came";
      boolean isOther = metric != Metric.ROWS;
      String instead = isOther ? "remove `rows`" : counted;
      refuse(anomaly, "rows", metric, "and only figures of columns take `rows`", instead);
      return null;
    }
    if (!anomaly.has("column")) {
      anomaly.missing("column", "`%s` is of a column".formatted(metric.word()));
      return null;
    }
    return column(
        anomaly,
        switch (metric.of()) {
          case TABLE, ANY_COLUMN -> null;
          case VALUES -> Bounds.compared("of which different values are not counted");
          case NUMBERS -> Bounds.numbers("which has no `" + metric.word() + "`");
        });
  }

  private void refuse(Section anomaly, String key, Metric metric, String why, String instead) {
    Node node = anomaly.node(key);
    if (node != null) {
      reading.invalid(
          node.position(), "`%s` is of the whole table, %s".formatted(metric.word(), why), instead);
    }
  }

  /** One of the keys; {@code season} goes with {@code z_score}. */
  private @Nullable Usual usual(Section anomaly) {
    List<String> asked = USUAL.stream().filter(anomaly::has).toList();
    if (asked.size() > 1 && !asked.equals(List.of("z_score", "season"))) {
      reading.invalid(
          anomaly.position(),
          "what is usual is said by one key, and here are `%s`"
              .formatted(String.join("` and `", asked)),
          "write a check for each; only `season` takes a `z_score`");
      return null;
    }
    String key = asked.isEmpty() ? "z_score" : asked.get(asked.size() - 1);
    if (key.equals("season")) {
      return season(anomaly);
    }
    Double most = Bounds.positive(anomaly, key, reading);
    requireRoom(anomaly, key, most);
    if (most == null) {
      return asked.isEmpty() ? new Usual.ZScore(Usual.DEVIATIONS) : null;
    }
    return switch (key) {
      case "change" -> new Usual.Change(most);
      case "difference" -> new Usual.Difference(most);
      case "iqr" -> new Usual.Fences(most);
      default -> new Usual.ZScore(most);
    };
  }

  /** No figure is without any deviation. */
  private void requireRoom(Section anomaly, String key, @Nullable Double most) {
    Node node = anomaly.node(key);
    if (node != null && most != null && most == 0 && key.equals("z_score")) {
      reading.invalid(
          node.position(), "`z_score` must be above 0", "write `z_score: 3`, or leave it out");
    }
  }

  private @Nullable Usual season(Section anomaly) {
    Long season = anomaly.whole("season", 2, LONGEST_SEASON);
    Double most = Bounds.positive(anomaly, "z_score", reading);
    requireRoom(anomaly, "z_score", most);
    if (season == null || (most == null && anomaly.has("z_score"))) {
      return null;
    }
    return new Usual.Season(Math.toIntExact(season), most == null ? Usual.DEVIATIONS : most);
  }

  /** What is told of several runs cannot be told of one. */
  private boolean suits(Section anomaly, Baseline baseline, Usual usual) {
    Node node = anomaly.node("baseline");
    if (!(baseline instanceof Baseline.Window window)) {
      boolean isOfOne = usual instanceof Usual.Change || usual instanceof Usual.Difference;
      if (!isOfOne && node != null) {
        reading.invalid(
            node.position(),
            "`%s` needs several runs, and this is one"
                .formatted(usual.spelled().substring(0, usual.spelled().indexOf(':'))),
            "write `baseline: {runs: %d}`, or take `change` or `difference`"
                .formatted(usual.window().runs()));
      }
      return isOfOne;
    }
    if (window.atLeast() < usual.needed() && node != null) {
      reading.invalid(
          node.position(),
          "`%s` needs at least %d runs".formatted(usual.spelled(), usual.needed()),
          "write `baseline: {runs: %d}`".formatted(usual.window().runs()));
      return false;
    }
    return true;
  }

  private @Nullable Baseline baseline(Section section, Baseline.Window usual) {
    Node node = section.node("baseline");
    if (node == null) {
      return usual;
    }
    if (node instanceof Scalar scalar) {
      if (scalar.isText() && scalar.text().equals(PRODUCTION)) {
        return new Baseline.Production();
      }
      reading.invalid(
          node.position(),
          "a baseline is `production` or a map, not " + node.description(),
          "write `{runs: %d}`, `{run: ID}` or `production`".formatted(usual.runs()));
      return null;
    }
    Section baseline = section.section("baseline", SpecShape.BASELINE);
    return baseline == null ? null : window(baseline, usual);
  }

  private @Nullable Baseline window(Section baseline, Baseline.Window usual) {
    if (baseline.has("run") == baseline.has("runs")) {
      if (baseline.has("run")) {
        reading.invalid(baseline.position(), "a baseline is one `run`, or some `runs`; not both");
      } else {
        baseline.missing("runs", "a baseline needs `runs` or `run`");
      }
      return null;
    }
    if (baseline.has("run")) {
      List<String> names = reading.anyTexts(baseline, "run");
      Node run = baseline.node("run");
      if (run != null && names.size() == 1 && !RUN.matcher(names.get(0)).matches()) {
        reading.invalid(
            run.position(),
            "a run is named by its number or its id, not `%s`".formatted(names.get(0)),
            "`sluice status` lists them");
        return null;
      }
      return names.size() == 1 ? new Baseline.Named(names.get(0)) : null;
    }
    Long runs = baseline.whole("runs", 1, MOST_RUNS);
    Long least = baseline.whole("at_least", 1, MOST_RUNS);
    if (runs == null || (least == null && baseline.has("at_least"))) {
      return null;
    }
    if (least != null && least > runs) {
      reading.invalid(
          baseline.position(), "`at_least` %d is above `runs` %d".formatted(least, runs));
      return null;
    }
    long needed = least == null ? Math.min(runs, usual.atLeast()) : least;
    return new Baseline.Window(Math.toIntExact(runs), Math.toIntExact(needed));
  }
}
