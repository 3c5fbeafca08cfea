// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.duckdb.file;

import dev.sluice.error.PipelineException;

/** Another process has the database file open. */
public final class HeldElsewhere extends Exception {
  private static final long serialVersionUID = 1L;

  private final PipelineException trouble;

  public HeldElsewhere(PipelineException trouble) {
    super(trouble);
    this.trouble = trouble;
  }

  /** The same for whoever cannot go on without it. */
  public PipelineException trouble() {
    return trouble;
  }
}
