// SPDX-License-Identifier: Apache-2.0
package dev.sluice.fact.meter;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.sdk.metrics.DistributionResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.beam.sdk.metrics.MetricsFilter;

/** Reads what steps did on other machines. */
public final class RemoteMeters {
  private RemoteMeters() {}

  /** What a runner knows of steps, by their names. */
  public static Map<String, Measured> of(MetricResults metrics) {
    MetricsFilter ours =
        MetricsFilter.builder()
            .addNameFilter(MetricNameFilter.inNamespace(StepMeter.NAMESPACE))
            .build();
    MetricQueryResults found = metrics.queryMetrics(ours);
    Map<String, Long> counters = new TreeMap<>();
    for (MetricResult<Long> each : found.getCounters()) {
      counters.merge(each.getName().getName(), each.getAttempted(), Long::sum);
    }
    Map<String, Long> first = new TreeMap<>();
    Map<String, Long> last = new TreeMap<>();
    for (MetricResult<DistributionResult> each : found.getDistributions()) {
      String name = each.getName().getName();
      if (name.endsWith(StepMeter.TIME) && each.getAttempted().getCount() > 0) {
        String step = name.substring(0, name.length() - StepMeter.TIME.length());
        first.merge(step, each.getAttempted().getMin(), Math::min);
        last.merge(step, each.getAttempted().getMax(), Math::max);
      }
    }
    Map<String, Measured> all = new TreeMap<>();
    for (String step : steps(first.keySet(), counters)) {
      long from = first.getOrDefault(step, 0L);
      all.put(
          step,
          new Measured(
              step,
              counters.getOrDefault(step + StepMeter.ROWS, 0L),
              counters.getOrDefault(step + StepMeter.DEAD, 0L),
              counters.getOrDefault(step + StepMeter.BYTES, 0L),
              from,
              last.getOrDefault(step, from),
              false));
    }
    return all;
  }

  /** A service may leave distributions out, and keep counters. */
  private static Set<String> steps(Set<String> timed, Map<String, Long> counters) {
    Set<String> steps = new TreeSet<>(timed);
    for (String name : counters.keySet()) {
      if (name.endsWith(StepMeter.ROWS)) {
        steps.add(name.substring(0, name.length() - StepMeter.ROWS.length()));
      }
    }
    return steps;
  }
}
