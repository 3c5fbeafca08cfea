// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.unit;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes as people write them: {@code 500KB}, {@code 16MB}, {@code 1GB}. */
public final class Sizes {
  /** How to write one, for messages. */
  public static final String FORM = "a whole number and KB, MB or GB, such as 500KB or 16MB";

  private static final Pattern SIZE = Pattern.compile("([0-9]{1,6}) ?([KMG])i?B");

  private Sizes() {}

  /** Reads a size, in units of 1024; empty when the text is none. */
  public static OptionalLong parse(String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      return OptionalLong.empty();
    }
    int shift = size.group(2).equals("K") ? 10 : size.group(2).equals("M") ? 20 : 30;
    return OptionalLong.of(Long.parseLong(size.group(1)) << shift);
  }

  /** Writes a size so that {@link #parse} reads it, as far as it is a whole number of KB. */
  public static String spell(long bytes) {
    if (bytes % (1 << 30) == 0) {
      return (bytes >> 30) + "GB";
    }
    return bytes % (1 << 20) == 0 ? (bytes >> 20) + "MB" : (bytes >> 10) + "KB";
  }
}
