// SPDX-License-Identifier: Apache-2.0
package dev.sluice.metrics;

import dev.sluice.table.RowCounts;
import dev.sluice.table.TableState;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A pipeline's newest run in Prometheus' text format. Names and labels stay: alerts stand on them.
 *
 * <table>
 * <caption>All are gauges with the label {@code pipeline}</caption>
 * <tr><td>{@code sluice_run_info}</td><td>1, with {@code run_id} and {@code outcome}</td></tr>
 * <tr><td>{@code sluice_run_failed}</td><td>1 when it failed, else 0</td></tr>
 * <tr><td>{@code sluice_run_end_timestamp_seconds}</td><td>when it ended</td></tr>
 * <tr><td>{@code sluice_run_duration_seconds}</td><td>how long it took</td></tr>
 * <tr><td>{@code sluice_commit_end_timestamp_seconds}</td><td>when the newest committed one ended;
 *     absent before the first</td></tr>
 * <tr><td>{@code sluice_table_rows}</td><td>by {@code table} and {@code kind}: read, published,
 *     dead, deduplicated, filtered, live; of the newest run, failed or not</td></tr>
 * <tr><td>{@code sluice_check_passed}</td><td>by {@code table}, {@code check} and {@code severity}:
 *     1 or 0</td></tr>
 * </table>
 */
public final class RunMetrics {
  private static final String PIPELINE = "pipeline";
  private static final String TABLE = "table";

  private final Manifest run;

  private RunMetrics(Manifest run) {
    this.run = run;
  }

  /**
   * The text.
   *
   * @param run the newest one, committed or failed
   * @param committed the newest that was committed
   */
  public static String text(Manifest run, Optional<Manifest> committed) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(out, of(run, committed));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory takes all
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /** The same, before they are spelled. */
  static MetricSnapshots of(Manifest run, Optional<Manifest> committed) {
    return new RunMetrics(run).all(committed);
  }

  private MetricSnapshots all(Optional<Manifest> committed) {
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    boolean isFailed = run.outcome() == Outcome.FAILED;
    Instant end = Instant.parse(run.run().finishedAt());
    Duration taken = Duration.between(Instant.parse(run.run().startedAt()), end);
    String outcome = run.outcome().name().toLowerCase(Locale.ROOT);
    all.metricSnapshot(
        gauge(
            "run_info",
            "The newest run.",
            List.of(point(1, "run_id", run.run().id(), "outcome", outcome))));
    all.metricSnapshot(
        gauge("run_failed", "Whether the newest run failed.", List.of(point(isFailed ? 1 : 0))));
    all.metricSnapshot(
        gauge(
            "run_end_timestamp_seconds",
            "When the newest run ended.",
            List.of(point(seconds(end)))));
    all.metricSnapshot(
        gauge(
            "run_duration_seconds",
            "How long the newest run took.",
            List.of(point(taken.toMillis() / 1e3))));
    committed.ifPresent(
        manifest ->
            all.metricSnapshot(
                gauge(
                    "commit_end_timestamp_seconds",
                    "When the newest committed run ended.",
                    List.of(point(seconds(Instant.parse(manifest.run().finishedAt())))))));
    add(all, gauge("table_rows", "Where the rows of the newest run went.", rows()));
    add(all, gauge("check_passed", "Whether the newest run passed a check.", checks()));
    return all.build();
  }

  private static void add(MetricSnapshots.Builder all, GaugeSnapshot gauge) {
    if (!gauge.getDataPoints().isEmpty()) {
      all.metricSnapshot(gauge);
    }
  }

  private static double seconds(Instant time) {
    return time.toEpochMilli() / 1e3;
  }

  private List<GaugeDataPointSnapshot> rows() {
    List<GaugeDataPointSnapshot> points = new ArrayList<>();
    for (TableState table : run.tables()) {
      if (table.isPublished()) {
        counts(table.counts())
            .forEach((kind, count) -> points.add(point(count, TABLE, table.table(), "kind", kind)));
      }
    }
    return points;
  }

  private static Map<String, Long> counts(RowCounts counts) {
    Map<String, Long> all = new LinkedHashMap<>();
    all.put("read", counts.read());
    all.put("published", counts.published());
    all.put("dead", counts.dead());
    all.put("deduplicated", counts.deduplicated());
    all.put("filtered", counts.filtered());
    all.put("live", counts.live());
    return all;
  }

  /** Checks of one name in one table would be one series: the worst of them speaks. */
  private List<GaugeDataPointSnapshot> checks() {
    Map<List<String>, Boolean> passed = new LinkedHashMap<>();
    for (Verdict verdict : run.verdicts()) {
      passed.merge(
          List.of(verdict.table(), verdict.check(), verdict.severity()),
          verdict.passed(),
          Boolean::logicalAnd);
    }
    List<GaugeDataPointSnapshot> points = new ArrayList<>();
    passed.forEach(
        (of, is) ->
            points.add(
                point(is ? 1 : 0, TABLE, of.get(0), "check", of.get(1), "severity", of.get(2))));
    return points;
  }

  private GaugeDataPointSnapshot point(double value, String... labels) {
    return GaugeDataPointSnapshot.builder()
        .value(value)
        .labels(Labels.of(PIPELINE, run.pipeline()).merge(Labels.of(labels)))
        .build();
  }

  private static GaugeSnapshot gauge(
      String name, String help, List<GaugeDataPointSnapshot> points) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name("sluice_" + name).help(help);
    points.forEach(gauge::dataPoint);
    return gauge.build();
  }
}
