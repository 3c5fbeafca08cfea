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
    private final Attempt attempt;

    Ready(RunContext context, Attempt attempt) {
      this.context = context;
      this.attempt = attempt;
    }

    /** Under way already. */
    Attempt attempt() {
      return attempt;
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
