// SPDX-License-Identifier: Apache-2.0
package dev.sluice.fact.meter;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.Metrics;
import org.slf4j.MDC;

/**
 * Measures a step, for those who watch it and for the logs. In the process that starts a run it can
 * be read at any moment; from other machines the runner's metrics bring the same numbers.
 */
public final class StepMeter implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Of every metric of ours. */
  public static final String NAMESPACE = "sluice";

  /** Under which a log line says the step. */
  public static final String LOGGED = "step";

  static final String ROWS = ".rows";
  static final String DEAD = ".bad";
  static final String BYTES = ".bytes";
  static final String TIME = ".millis";

  private static final Map<String, Tally> HERE = new ConcurrentHashMap<>();

  private final String step;
  private final Counter rows;
  private final Counter dead;
  private final Counter bytes;
  private final Distribution time;

  private StepMeter(String step) {
    this.step = step;
    this.rows = Metrics.counter(NAMESPACE, step + ROWS);
    this.dead = Metrics.counter(NAMESPACE, step + DEAD);
    this.bytes = Metrics.counter(NAMESPACE, step + BYTES);
    this.time = Metrics.distribution(NAMESPACE, step + TIME);
  }

  /**
   * A meter of a step.
   *
   * @param step its name in the graph, such as {@code Read orders}
   */
  public static StepMeter of(String step) {
    return new StepMeter(step);
  }

  /** Forgets what was measured in this process: a run begins. */
  public static void reset() {
    HERE.clear();
  }

  /** What steps did in this process since it was reset, by their names. */
  public static Map<String, Measured> here() {
    Map<String, Measured> all = new TreeMap<>();
    HERE.forEach((step, tally) -> all.put(step, tally.now()));
    return all;
  }

  /** Begins a piece of work of the calling thread, until it is closed. */
  public Turn begin() {
    return new Turn(HERE.computeIfAbsent(step, Tally::new));
  }

  /** A piece of work. */
  public final class Turn implements AutoCloseable {
    private final Tally tally;
    private final MDC.MDCCloseable logged;

    private Turn(Tally tally) {
      this.tally = tally;
      this.logged = MDC.putCloseable(LOGGED, step);
      tally.begin();
      time.update(System.currentTimeMillis());
    }

    /** Notes what was done. */
    public void did(long moreRows, long moreBytes) {
      tally.did(moreRows, 0, moreBytes);
      rows.inc(moreRows);
      bytes.inc(moreBytes);
    }

    /** Notes rows that were found bad. */
    public void found(long bad) {
      if (bad > 0) {
        tally.did(0, bad, 0);
        dead.inc(bad);
      }
    }

    @Override
    public void close() {
      time.update(System.currentTimeMillis());
      tally.end();
      logged.close();
    }
  }
}
