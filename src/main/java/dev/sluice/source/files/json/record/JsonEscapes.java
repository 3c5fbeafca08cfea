// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.json.record;

import dev.sluice.error.ErrorCode;
import dev.sluice.source.files.record.RecordRefused;

/**
 * Refuses what a text cannot hold but an escape can spell: NUL, and half a surrogate pair.
 *
 * <p>Keys and strings are alike, at any depth: one that is only carried along today is taken for a
 * value by whoever reads the raw column tomorrow.
 */
final class JsonEscapes {
  private static final int LENGTH = "\\u0000".length();

  private JsonEscapes() {}

  /** Looks through a record that is known to be JSON. */
  static void check(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      if (bytes[at] != '\\') {
        at++;
      } else if (bytes[at + 1] != 'u') {
        at += 2;
      } else {
        at += Character.isHighSurrogate(unit(bytes, at)) ? pair(bytes, at) : single(bytes, at);
      }
    }
  }

  private static int single(byte[] bytes, int at) {
    char unit = unit(bytes, at);
    if (unit == 0) {
      throw new RecordRefused(ErrorCode.ENC_NUL, "has a NUL in a string");
    }
    if (Character.isLowSurrogate(unit)) {
      throw half();
    }
    return LENGTH;
  }

  /** A string goes on to its quote at least, so that two bytes follow any escape in an object. */
  private static int pair(byte[] bytes, int at) {
    int second = at + LENGTH;
    boolean isEscape = bytes[second] == '\\' && bytes[second + 1] == 'u';
    if (!isEscape || !Character.isLowSurrogate(unit(bytes, second))) {
      throw half();
    }
    return 2 * LENGTH;
  }

  static RecordRefused half() {
    return new RecordRefused(ErrorCode.ENC_INVALID, "has half a surrogate pair in a string");
  }

  /** The UTF-16 unit that an escape spells. */
  private static char unit(byte[] bytes, int at) {
    int unit = 0;
    for (int i = at + 2; i < at + LENGTH; i++) {
      unit = unit << 4 | Character.digit(bytes[i], 16);
    }
    return (char) unit;
  }
}
