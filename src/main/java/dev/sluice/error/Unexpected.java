// SPDX-License-Identifier: Apache-2.0
package dev.sluice.error;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Makes trouble that nothing foresaw into an error that a person can act on. */
public final class Unexpected {
  private static final String DEFECT =
      "Sluice came to a point that it should never come to. Nothing is known to be wrong with your data or your spec.";

  private Unexpected() {}

  /** The trouble of ours that caused it; memory that ran out; else a defect. */
  public static PipelineException of(Throwable thrown) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable t = thrown; t != null && seen.add(t); t = t.getCause()) {
      if (t instanceof PipelineException ours) {
        return ours;
      }
      if (t instanceof OutOfMemoryError
          || t.getClass().getSimpleName().equals("OutOfMemoryException")) {
        return new PipelineException(ErrorCode.OUT_OF_MEMORY, heap(), thrown);
      }
      if (t instanceof StackOverflowError) {
        return new PipelineException(
            ErrorCode.OUT_OF_MEMORY,
            "Something is nested too deeply: a statement of SQL, a schema, or a value of a file. Nest it less; or, if it must be so, give Java a larger stack: SLUICE_OPTS=-Xss16m.",
            thrown);
      }
    }
    return new PipelineException(ErrorCode.INTERNAL, DEFECT, thrown);
  }

  private static String heap() {
    return "Java's memory ran out: its heap may be %d MB. Give it more, such as SLUICE_XMX=1g, and run the same command again."
        .formatted(Math.max(1, Runtime.getRuntime().maxMemory() >> 20));
  }
}
