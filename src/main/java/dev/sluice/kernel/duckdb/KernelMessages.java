// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kernel.duckdb;

import java.util.regex.Pattern;

/** What DuckDB says, as far as it means something to whoever wrote no SQL. */
public final class KernelMessages {
  private static final Pattern KIND = Pattern.compile("^(?:[A-Z][A-Za-z ]{2,30} Error|FATAL): ");

  private static final Pattern TRACE = Pattern.compile("\\s*Stack Trace:.*", Pattern.DOTALL);

  private KernelMessages() {}

  /** All that it says but for the trace of the library's own calls, which only its makers read. */
  public static String untraced(String message) {
    return TRACE.matcher(message).replaceFirst("");
  }

  /** The first line, without the kind of error and without the statement that failed. */
  public static String of(String message) {
    String first = message.strip().lines().findFirst().orElse("").strip();
    String text = KIND.matcher(first).replaceFirst("");
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }
}
