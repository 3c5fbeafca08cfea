// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run;

import dev.sluice.run.PipelineRun.Progress;
import dev.sluice.run.runner.Runner;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.table.LakeTables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;

/** Tells how far a run is, by the counters of its graph. */
final class RunProgress {
  /** To ask a service costs a request, and it counts no oftener itself. */
  private static final long REMOTE_PAUSE = Duration.ofSeconds(10).toNanos();

  private final PipelineSpec spec;
  private final PipelineResult result;
  private final boolean isRemote;
  private List<Progress> last = List.of();
  private long asked = System.nanoTime() - REMOTE_PAUSE;

  RunProgress(PipelineSpec spec, PipelineResult result, Runner runner) {
    this.spec = spec;
    this.result = result;
    this.isRemote = runner.isRemote();
  }

  boolean isRemote() {
    return isRemote;
  }

  /** How far it is now, or was when a service was asked last. */
  synchronized List<Progress> now() {
    if (!isRemote || System.nanoTime() - asked >= REMOTE_PAUSE) {
      asked = System.nanoTime();
      last = ask();
    }
    return last;
  }

  private List<Progress> ask() {
    MetricsFilter ours =
        MetricsFilter.builder().addNameFilter(MetricNameFilter.inNamespace("sluice")).build();
    Map<String, Long> counters = new HashMap<>();
    for (MetricResult<Long> counter : result.metrics().queryMetrics(ours).getCounters()) {
      counters.merge(counter.getName().getName(), counter.getAttempted(), Long::sum);
    }
    List<Progress> all = new ArrayList<>();
    spec.tables().forEach(t -> all.add(progress(t.name(), LakeTables.raw(t.name()), counters)));
    spec.models().forEach(m -> all.add(progress(m.name(), m.name(), counters)));
    return all;
  }

  private static Progress progress(String table, String landed, Map<String, Long> counters) {
    return new Progress(
        table,
        counters.getOrDefault(landed + ".landed", 0L),
        counters.getOrDefault(table + ".dead", 0L));
  }
}
