// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.format;

import dev.sluice.error.ErrorCode;

/** A record that cannot be read to its end; never leaves this package. */
final class RecordRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  static final String TOO_LARGE =
      "is longer than " + (ByteWindow.MAX_RECORD >> 20) + " MiB; perhaps a quote is not closed";

  private final ErrorCode code;

  RecordRefused(ErrorCode code, String what) {
    super(what, null, false, false);
    this.code = code;
  }

  ErrorCode code() {
    return code;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
