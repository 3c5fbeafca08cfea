// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model.increment;

import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.time.Window;
import dev.sluice.table.DataFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The windows that a run closes: their rows were there before, and so are not among those that
 * changed.
 *
 * @param inputs all files of the inputs
 * @param from up to where windows were closed before, in microseconds since 1970
 * @param to up to where they are now
 */
record Closing(Window window, List<DataFile> inputs, long from, long to) {
  Closing {
    inputs = List.copyOf(inputs);
  }

  /** Null where windows need not be closed to be in the result. */
  static @Nullable Closing of(ChangedKeys.Plan plan, List<DataFile> inputs, long now) {
    ModelSpec model = plan.model();
    Window window = model.window();
    if (window == null || window.emit() == Window.Emit.ON_CHANGE) {
      return null;
    }
    Long before = plan.earlier().closed();
    return new Closing(window, inputs, before == null ? Long.MIN_VALUE : before, now);
  }

  /** Whether windows that were closed are open again: the column of event time is another one. */
  boolean isBack() {
    return to < from;
  }

  /**
   * Rows of windows that close, as a condition on those of an input.
   *
   * @param isWindowed whether rows have the windows they lie in; else when they happened
   */
  String condition(boolean isWindowed) {
    String end =
        isWindowed
            ? "epoch_us(" + Window.END + ")"
            : window.micros() + " + " + window.size().toSeconds() * 1_000_000;
    return "%s > %d AND %1$s <= %d".formatted(end, from, to);
  }

  /** Whether the window of a row is closed, now or before. */
  String isClosed() {
    return Window.isClosed(to);
  }

  /** Whether a file may have such rows, by the least and greatest time of its rows. */
  String mayHold(String least, String greatest) {
    long size = window.size().toSeconds() * 1_000_000;
    return "(epoch_us(%s) < %d AND epoch_us(%s) > %d)"
        .formatted(least, to, greatest, from < Long.MIN_VALUE + size ? from : from - size);
  }
}
