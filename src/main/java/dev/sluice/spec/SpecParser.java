// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec;

import java.nio.file.Path;

/** Turns a pipeline's folder into a bound {@link PipelineSpec}. */
public final class SpecParser {
  private SpecParser() {}

  /**
   * Parses and binds; touches no data.
   *
   * @param path the folder that holds {@code pipeline.yaml}, or such a file
   */
  public static Parsed parse(Path path) {
    throw new UnsupportedOperationException();
  }
}
