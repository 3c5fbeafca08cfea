// SPDX-License-Identifier: Apache-2.0
package dev.sluice.store.document;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Places at which a test can end the process, as a power cut would, or hold it: before and after
 * every step that makes something durable or visible.
 *
 * <p>{@code SLUICE_FAILPOINT=manifest.name:after:1} halts the process the first time that step was
 * done; with {@code :stop} behind it, the process stops there until SIGCONT. Without the variable
 * nothing happens.
 */
public final class Failpoints {
  public static final String VARIABLE = "SLUICE_FAILPOINT";

  /** The exit code of a process that a failpoint ended: that of SIGKILL. */
  public static final int HALTED = 137;

  private static final @Nullable Armed ARMED = Armed.parse(System.getenv(VARIABLE));
  private static final Map<String, AtomicInteger> PASSED = new ConcurrentHashMap<>();

  private Failpoints() {}

  /** Steps that write no document. */
  public enum Step {
    /** The files that a run landed, and their names, reach the disk. */
    LANDED_SYNC,
    /** The new states of tables, and their names, reach the disk. */
    STATES_SYNC,
    /** The manifest that a release shows reaches the disk. */
    RELEASE_FILES,
    /** Files get the names that a release gives them. */
    RELEASE_NAMES,
    /** Readers without a catalog are sent to the states that a release shows. */
    RELEASE_HINTS,
    /** The warehouse is opened and its transaction begun. */
    WAREHOUSE_BEGIN,
    /** The ledger's row is written, inside the transaction. */
    WAREHOUSE_LEDGER,
    WAREHOUSE_COMMIT,
    /** Some rows are appended to a write stream of BigQuery, which nobody sees yet. */
    APPEND_ROWS,
    /** A write stream takes no more rows. */
    APPEND_FINALIZE,
    /** The rows of a write stream come into the table aside. */
    APPEND_COMMIT,
    WAREHOUSE_CHECKPOINT,
    /** The write-ahead log of a database that cannot be used is moved out of the way. */
    WAREHOUSE_ASIDE_LOG,
    /** A database that cannot be used is moved out of the way. */
    WAREHOUSE_ASIDE,
    /** A database that was built aside takes its place. */
    WAREHOUSE_SWAP,
    NOTICE_SEND,
    /** The events on a run that ended are sent. */
    LINEAGE_SEND,
    /** The page of a run is written. */
    REPORT_WRITE,
    SCRATCH_REMOVE,
    /** The folder of a finished run's checkpoints is removed. */
    CHECKPOINTS_REMOVE;

    String spelled() {
      return name().toLowerCase(java.util.Locale.ROOT).replaceFirst("_", ".");
    }
  }

  /** The parts of writing a document. */
  enum Act {
    WRITE,
    SYNC,
    /** It gets its name: by a link that fails where there is one, or by replacing the earlier. */
    NAME,
    SYNC_FOLDER
  }

  /** What may fail. */
  public interface Action<E extends Exception> {
    void run() throws E;
  }

  /** Does a step between its two failpoints. */
  public static <E extends Exception> void around(Step step, Action<E> action) throws E {
    around(step.spelled(), action);
  }

  static <E extends Exception> void around(DocumentKind kind, Act act, Action<E> action) throws E {
    around(kind.spelled() + "." + act.name().toLowerCase(java.util.Locale.ROOT), action);
  }

  private static <E extends Exception> void around(String step, Action<E> action) throws E {
    pass(step, "before");
    action.run();
    pass(step, "after");
  }

  /** The names of all steps. */
  public static List<String> steps() {
    List<String> steps = new ArrayList<>();
    for (DocumentKind kind : DocumentKind.values()) {
      for (Act act : Act.values()) {
        steps.add(kind.spelled() + "." + act.name().toLowerCase(java.util.Locale.ROOT));
      }
    }
    for (Step step : Step.values()) {
      steps.add(step.spelled());
    }
    return List.copyOf(steps);
  }

  private static void pass(String step, String side) {
    if (ARMED != null && ARMED.step().equals(step) && ARMED.side().equals(side)) {
      int times = PASSED.computeIfAbsent(step, s -> new AtomicInteger()).incrementAndGet();
      if (times == ARMED.time()) {
        act(ARMED.isStop());
      }
    }
  }

  private static void act(boolean isStop) {
    if (!isStop) {
      Runtime.getRuntime().halt(HALTED);
    }
    try {
      String self = String.valueOf(ProcessHandle.current().pid());
      int unused = new ProcessBuilder("kill", "-STOP", self).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("Cannot stop at a failpoint", e);
    }
  }

  private record Armed(String step, String side, int time, boolean isStop) {
    static @Nullable Armed parse(@Nullable String text) {
      if (text == null || text.isEmpty()) {
        return null;
      }
      String[] parts = text.split(":", -1);
      boolean isKnown =
          (parts.length == 3 || (parts.length == 4 && parts[3].equals("stop")))
              && steps().contains(parts[0])
              && List.of("before", "after").contains(parts[1])
              && parts[2].matches("[1-9][0-9]{0,5}");
      if (!isKnown) {
        throw new PipelineException(
            ErrorCode.INVALID_VALUE,
            VARIABLE
                + " is '"
                + text
                + "'; write STEP:before|after:N or STEP:before|after:N:stop, with STEP one of "
                + steps());
      }
      return new Armed(parts[0], parts[1], Integer.parseInt(parts[2]), parts.length == 4);
    }
  }
}
