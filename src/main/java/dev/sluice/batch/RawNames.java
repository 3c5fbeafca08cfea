// SPDX-License-Identifier: Apache-2.0
package dev.sluice.batch;

import java.util.regex.Pattern;

/**
 * Names the columns of a source in raw batches and files.
 *
 * <p>Each keeps its name, but where it is one that Sluice's own columns have there: {@code _row},
 * {@code _file} and {@code _unknown_fields}, in any letter case. Such a column gets one more
 * underscore, and so does one that has that longer name already, so that two columns never become
 * one.
 */
public final class RawNames {
  private static final Pattern OURS =
      Pattern.compile("_(row|file|unknown_fields)_*", Pattern.CASE_INSENSITIVE);

  private RawNames() {}

  /** The raw name of a source's column. */
  public static String of(String name) {
    return OURS.matcher(name).matches() ? name + "_" : name;
  }

  /** The name that a raw column has in its source. */
  public static String source(String raw) {
    return OURS.matcher(raw).matches() && raw.endsWith("_")
        ? raw.substring(0, raw.length() - 1)
        : raw;
  }
}
