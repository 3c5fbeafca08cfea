// SPDX-License-Identifier: Apache-2.0
package dev.sluice.error;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in a person's words what libraries say in the names of their classes. */
public final class PlainWords {
  /** As {@code Throwable.toString} writes them, one after the other when one caused the other. */
  private static final Pattern EXCEPTION =
      Pattern.compile(
          "(?:[a-z][a-z0-9_]*\\.)+(?:[A-Z]\\w*\\$)*([A-Z]\\w*(?:Exception|Error|Failed|Throwable))\\b(: ?)?");

  /** The statement of ours that the kernel quotes, and the caret under it. */
  private static final Pattern EXCERPT =
      Pattern.compile("\\s*\\n+LINE \\d+: [^\\n]*(?:\\n\\s*\\^+)?");

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("NoSuchFileException", "there is no such file or folder"),
          Map.entry("FileNotFoundException", "there is no such file"),
          Map.entry("AccessDeniedException", "permission denied"),
          Map.entry("FileAlreadyExistsException", "there is something of that name already"),
          Map.entry("NotDirectoryException", "not a folder"),
          Map.entry("DirectoryNotEmptyException", "the folder is not empty"),
          Map.entry("AtomicMoveNotSupportedException", "it cannot be renamed in one step"),
          Map.entry("EOFException", "it ends too early"),
          Map.entry("UnknownHostException", "there is no such host"),
          Map.entry("ConnectException", "no connection"),
          Map.entry("HttpConnectTimeoutException", "no connection in time"),
          Map.entry("SocketTimeoutException", "no answer in time"),
          Map.entry("HttpTimeoutException", "no answer in time"),
          Map.entry("ClosedByInterruptException", "it was interrupted"));

  private PlainWords() {}

  /** The text without the names of classes, and without statements that nobody wrote. */
  public static String of(String text) {
    return EXCEPTION.matcher(EXCERPT.matcher(text).replaceAll("")).replaceAll(PlainWords::words);
  }

  private static String words(MatchResult found) {
    String words = WORDS.get(found.group(1));
    if (words == null) {
      return "";
    }
    return Matcher.quoteReplacement(words + (found.group(2) == null ? "" : ": "));
  }

  /** An instant of a document, to the second; a text that is none as it is. */
  public static String second(String instant) {
    try {
      return Instant.parse(instant).truncatedTo(ChronoUnit.SECONDS).toString();
    } catch (DateTimeParseException e) {
      return instant;
    }
  }
}
