// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.quality;

import dev.sluice.spec.parse.context.NameUses.Fit;
import dev.sluice.spec.parse.context.NameUses.Purpose;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.parse.quality.CheckReader.Named;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.rule.CheckSpec.Limits;
import dev.sluice.spec.rule.CheckSpec.Share;
import dev.sluice.spec.rule.CheckSpec.Statistic;
import dev.sluice.spec.unit.Spans;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Field;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;
import dev.sluice.spec.yaml.SpecShape;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the kinds of checks that are about columns of one table. */
final class ColumnKinds {
  private final SpecContext reading;
  private final String table;

  ColumnKinds(SpecContext reading, String table) {
    this.reading = reading;
    this.table = table;
  }

  /** {@code not_null} and {@code unique}. */
  @Nullable Named listed(Section section, String kind) {
    List<String> columns = columns(section, kind, null);
    if (columns.isEmpty()) {
      return null;
    }
    return new Named(
        kind + ": " + columns,
        kind.equals("unique") ? new CheckSpec.Unique(columns) : new CheckSpec.NotNull(columns));
  }

  private List<String> columns(Section section, String key, @Nullable Fit fit) {
    List<Scalar> columns = section.texts(key);
    if (section.node(key) instanceof Node.Items items && items.items().isEmpty()) {
      reading.invalid(items.position(), "`" + key + "` lists no column");
    }
    columns.forEach(column -> use(column, fit));
    return reading.distinct(columns, "the column");
  }

  private void use(Scalar column, @Nullable Fit fit) {
    if (fit == null) {
      reading.uses().column(table, column, Purpose.ANY);
    } else {
      reading.uses().column(table, column, fit);
    }
  }

  private @Nullable Scalar column(@Nullable Section section, @Nullable Fit fit) {
    Scalar column = section == null ? null : section.text("column");
    if (column != null) {
      use(column, fit);
    }
    return column;
  }

  @Nullable Named nullRatio(Section section) {
    Section ratio = section.section("null_ratio", SpecShape.NULL_RATIO);
    Scalar column = column(ratio, null);
    Double max = ratio == null ? null : ratio.ratio("max");
    Double min = ratio == null ? null : ratio.ratio("min");
    if (ratio == null || column == null || max == null) {
      return null;
    }
    if (min != null && min > max) {
      Bounds.reversed(ratio, min, max, reading);
    }
    Limits limits = new Limits(min == null ? null : min.toString(), max.toString());
    return new Named(
        Bounds.name("null_ratio", "column: " + column.text(), limits),
        new CheckSpec.NullRatio(column.text(), limits));
  }

  /** Bounds of one figure of one column. */
  @Nullable Named figure(Section section, Statistic statistic) {
    CheckSpec.Figure figure = new CheckSpec.Figure(statistic, List.of(), new Limits(null, null));
    String kind = figure.word();
    Fit fit =
        switch (statistic) {
          case MIN, MAX -> Bounds.ordered("which has no order");
          case DISTINCT_COUNT -> null;
          default -> Bounds.numbers("which has no `" + kind + "`");
        };
    Section bounds = section.section(kind, SpecShape.BOUNDS);
    Scalar column = column(bounds, fit);
    boolean isOrdered = statistic == Statistic.MIN || statistic == Statistic.MAX;
    Limits limits =
        bounds == null
            ? null
            : isOrdered
                ? Bounds.limits(bounds, kind, reading)
                : Bounds.numeric(bounds, kind, reading);
    if (bounds == null || column == null || limits == null) {
      return null;
    }
    if (statistic == Statistic.STDDEV || statistic == Statistic.DISTINCT_COUNT) {
      Bounds.requireReach(bounds, limits, 0, Double.POSITIVE_INFINITY, reading);
    }
    return new Named(
        Bounds.name(kind, "column: " + column.text(), limits),
        new CheckSpec.Figure(statistic, List.of(column.text()), limits));
  }

  @Nullable Named quantile(Section section) {
    Section quantile = section.section("quantile", SpecShape.QUANTILE);
    Scalar column = column(quantile, Bounds.ordered("which has no order"));
    Double at = quantile == null ? null : quantile.ratio("at");
    Limits limits = quantile == null ? null : Bounds.limits(quantile, "quantile", reading);
    if (column == null || at == null || limits == null) {
      return null;
    }
    return new Named(
        Bounds.name("quantile", "column: %s, at: %s".formatted(column.text(), at), limits),
        new CheckSpec.Quantile(column.text(), at, limits));
  }

  /** Of what a correlation is. */
  private enum Method {
    /** Of values. */
    PEARSON,
    /** Of their ranks. */
    SPEARMAN
  }

  @Nullable Named correlation(Section section) {
    Section correlation = section.section("correlation", SpecShape.CORRELATION);
    if (correlation == null) {
      return null;
    }
    List<String> columns =
        columns(correlation, "columns", Bounds.numbers("which has no correlation"));
    Limits limits = Bounds.numeric(correlation, "correlation", reading);
    Node listed = correlation.node("columns");
    if (columns.size() != 2) {
      if (listed != null) {
        reading.invalid(
            listed.position(),
            "`correlation` is of two columns, and here are " + columns.size(),
            "write `columns: [a, b]`");
      }
      return null;
    }
    if (limits != null) {
      Bounds.requireReach(correlation, limits, -1.0, 1.0, reading);
    }
    Method method = correlation.choice("method", Method.PEARSON);
    boolean isOfRanks = method == Method.SPEARMAN;
    String about = "columns: " + columns + (isOfRanks ? ", method: spearman" : "");
    Statistic statistic = isOfRanks ? Statistic.RANK_CORRELATION : Statistic.CORRELATION;
    return limits == null
        ? null
        : new Named(
            Bounds.name("correlation", about, limits),
            new CheckSpec.Figure(statistic, columns, limits));
  }

  @Nullable Named range(Section section) {
    Section range = section.section("range", SpecShape.BOUNDS);
    Scalar column = column(range, Bounds.ordered("which has no order"));
    Limits limits = range == null ? null : Bounds.limits(range, "range", reading);
    return column == null || limits == null
        ? null
        : new Named(
            Bounds.name("range", "column: " + column.text(), limits),
            new CheckSpec.Range(column.text(), limits));
  }

  @Nullable Named acceptedValues(Section section) {
    Section accepted = section.section("accepted_values", SpecShape.ACCEPTED_VALUES);
    Scalar column = column(accepted, Bounds.single("whose values cannot be listed"));
    List<Share> values = accepted == null ? List.of() : values(accepted);
    if (column == null || values.isEmpty()) {
      return null;
    }
    List<String> names = values.stream().map(Share::value).toList();
    return new Named(
        "accepted_values: {column: %s, values: %s}".formatted(column.text(), names),
        new CheckSpec.AcceptedValues(column.text(), values));
  }

  /** A list of values, or a map of them to the shares that they may have. */
  private List<Share> values(Section accepted) {
    Node node = accepted.node("values");
    List<Share> values = new ArrayList<>();
    if (!(node instanceof Node.Fields)) {
      for (String value : reading.anyTexts(accepted, "values")) {
        values.add(new Share(value, new Limits(null, null)));
      }
    } else {
      for (Field field : accepted.entries("values")) {
        reading.uses().value(field.key());
        Share share = share(field);
        if (share != null) {
          values.add(share);
        }
      }
    }
    requireRoom(accepted, values);
    if (node != null && values.stream().map(Share::value).distinct().count() < values.size()) {
      reading.invalid(node.position(), "`values` lists a value twice");
    }
    boolean isEmpty = node instanceof Node.Items items && items.items().isEmpty();
    if (node != null && isEmpty) {
      reading.invalid(node.position(), "`values` lists no value");
    }
    return values;
  }

  /** All shares together are 1. */
  private void requireRoom(Section accepted, List<Share> values) {
    BigDecimal least =
        values.stream()
            .map(value -> value.limits().min())
            .filter(Objects::nonNull)
            .map(BigDecimal::new)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    Node node = accepted.node("values");
    if (node != null && least.compareTo(BigDecimal.ONE) > 0) {
      reading.invalid(
          node.position(),
          "the least shares are %s together, and all shares are 1"
              .formatted(least.stripTrailingZeros().toPlainString()),
          "lower one `min`");
    }
  }

  private @Nullable Share share(Field field) {
    if (field.value() instanceof Scalar scalar && scalar.type() == Node.Type.NOTHING) {
      return new Share(field.name(), new Limits(null, null));
    }
    Section share =
        Section.open(field.value(), field.key().position(), SpecShape.SHARE, reading.problems());
    if (share == null) {
      return null;
    }
    Double min = share.ratio("min");
    Double max = share.ratio("max");
    if (min != null && max != null && min > max) {
      Bounds.reversed(share, min, max, reading);
    }
    return new Share(
        field.name(),
        new Limits(min == null ? null : min.toString(), max == null ? null : max.toString()));
  }

  @Nullable Named freshness(Section section) {
    Section freshness = section.section("freshness", SpecShape.FRESHNESS);
    Scalar column = column(freshness, Bounds.days("which has no day"));
    Duration within = freshness == null ? null : reading.span(freshness, "within");
    return column == null || within == null
        ? null
        : new Named(
            "freshness: {column: %s, within: %s}".formatted(column.text(), Spans.spell(within)),
            new CheckSpec.Freshness(column.text(), within));
  }

  /** One column, and those that it determines. */
  @Nullable Named determines(Section section) {
    List<Field> entries = section.entries("determines");
    Node node = section.node("determines");
    if (entries.size() != 1) {
      if (node != null && node instanceof Node.Fields) {
        reading.invalid(
            node.position(),
            "`determines` is of one column, and here are " + entries.size(),
            "write a check for each: `determines: {zip: [city, state]}`");
      }
      return null;
    }
    Scalar column = entries.get(0).key();
    use(column, null);
    List<Scalar> others = new ArrayList<>();
    Node value = entries.get(0).value();
    for (Node item : value instanceof Node.Items items ? items.items() : List.of(value)) {
      if (item instanceof Scalar scalar && scalar.isText()) {
        others.add(scalar);
        use(scalar, null);
      } else {
        reading.invalid(item.position(), "`determines` names columns, not " + item.description());
        return null;
      }
    }
    if (others.isEmpty()) {
      reading.invalid(value.position(), "`determines` lists no column");
      return null;
    }
    for (Scalar other : others) {
      if (other.text().equals(column.text())) {
        reading.invalid(other.position(), "every column determines itself", "name another column");
        return null;
      }
    }
    List<String> names = reading.distinct(others, "the column");
    return new Named(
        "determines: {%s: %s}".formatted(column.text(), String.join(", ", names)),
        new CheckSpec.Determines(column.text(), names));
  }
}
