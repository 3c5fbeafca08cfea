// SPDX-License-Identifier: Apache-2.0
package dev.sluice.explain.code;

import dev.sluice.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What there is to know of a code.
 *
 * @param means what happened
 * @param cause what it usually comes from
 * @param remedy what to do
 * @param example lines to write or to type
 */
public record CodeText(
    ErrorCode code, String means, String cause, String remedy, List<String> example) {
  private static final String CAUSE = "Cause: ";
  private static final String REMEDY = "Do: ";
  private static final String EXAMPLE = "Example:";

  public CodeText {
    example = List.copyOf(example);
  }

  /** The text of a code. */
  public static CodeText of(ErrorCode code) {
    List<String> parts = List.of(read(code).split("\n\n", 5));
    if (parts.size() != 5
        || !parts.get(1).startsWith(CAUSE)
        || !parts.get(2).startsWith(REMEDY)
        || !parts.get(3).equals(EXAMPLE)) {
      throw new IllegalStateException("The text of " + code + " lacks a part");
    }
    return new CodeText(
        code,
        parts.get(0),
        parts.get(1).substring(CAUSE.length()),
        parts.get(2).substring(REMEDY.length()),
        parts.get(4).stripTrailing().lines().map(line -> line.replaceFirst("^ {4}", "")).toList());
  }

  private static String read(ErrorCode code) {
    try (InputStream text = CodeText.class.getResourceAsStream(code + ".txt")) {
      if (text == null) {
        throw new IllegalStateException("The jar lacks the text of " + code);
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text as a section of a page. */
  public String markdown() {
    return "### %s\n\n%s\n\n*Cause:* %s\n\n*Do:* %s\n\n%s\n"
        .formatted(
            code,
            means,
            cause,
            remedy,
            example.stream()
                .map(line -> line.isEmpty() ? "" : "    " + line)
                .collect(Collectors.joining("\n")));
  }
}
