// SPDX-License-Identifier: Apache-2.0
package dev.sluice.docs;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Compares what a page shows with what a command prints. In a line {@code …} stands for anything; a
 * line of it alone for any number of lines. How many spaces stand between words does not count.
 */
final class ShownOutput {
  private static final String ANY = "…";

  /** What differs from run to run. */
  private static final Pattern VOLATILE =
      Pattern.compile(
          "\\b\\d{8}T\\d{6}Z\\b|\\b\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:?\\d\\d(:?\\d\\d)?(\\.\\d+)?(Z|\\+\\d\\d(:\\d\\d)?)?(?!\\w)"
              + "|\\b(?=[0-9a-f]*\\d)[0-9a-f]{8,64}\\b|\\b\\d+\\.\\d+ m?s\\b|\\b\\d+ ms\\b|\\b[\\d,]+ rows/s"
              + "|\\b[\\d.,]+ [kM]?B\\b|\\b[0-9a-f]{8}-[0-9a-f-]{27}\\b");

  private ShownOutput() {}

  static boolean matches(List<String> shown, String actual) {
    String pattern =
        shown.stream()
            .map(String::strip)
            .map(line -> line.equals(ANY) ? "(?:[^\n]*\n)*?" : pattern(line) + "\n")
            .collect(Collectors.joining());
    return Pattern.compile("\n*" + pattern + "\n*").matcher(plain(actual)).matches();
  }

  private static String pattern(String line) {
    return Pattern.compile(ANY)
        .splitAsStream(spaced(line) + "\0")
        .map(part -> part.replace("\0", ""))
        .map(part -> part.isEmpty() ? "" : Pattern.quote(part))
        .collect(Collectors.joining("[^\n]*?"));
  }

  private static String plain(String output) {
    return output.lines().map(line -> spaced(line.strip()) + "\n").collect(Collectors.joining());
  }

  private static String spaced(String line) {
    return line.replaceAll(" +", " ");
  }

  /** What a page may show of an output: what differs from run to run is left open. */
  static List<String> shown(String actual) {
    return actual
        .lines()
        .map(line -> VOLATILE.matcher(line).replaceAll(ANY).stripTrailing())
        .toList();
  }
}
