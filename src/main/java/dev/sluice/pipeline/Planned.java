// SPDX-License-Identifier: Apache-2.0
package dev.sluice.pipeline;

import dev.sluice.lake.Manifest;
import java.util.List;

/** What a request comes to. */
public sealed interface Planned {
  /**
   * There is nothing to do: the newest run took in the same input by the same spec.
   *
   * @param manifest of that run
   * @param isRejected whether a person rejected it, or one it builds on
   */
  record Done(Manifest manifest, boolean isRejected) implements Planned {}

  /** There is something to do. */
  final class Ready implements Planned {
    private final RunContext context;

    Ready(RunContext context) {
      this.context = context;
    }

    RunContext context() {
      return context;
    }

    /** The tables and models that an earlier attempt at this run finished. */
    public List<String> finished() {
      return List.copyOf(context.finished().keySet());
    }
  }
}
