// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.record;

import dev.sluice.error.ErrorCode;
import dev.sluice.spec.unit.Sizes;

/** A record that cannot be read to its end; never leaves this package. */
public final class RecordRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong with a record above a limit. */
  public static String tooLong(int limit) {
    return "is longer than " + Sizes.spell(limit) + ", the `max_record` of its source";
  }

  private final ErrorCode code;

  public RecordRefused(ErrorCode code, String what) {
    super(what, null, false, false);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
