// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind.parse;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The words and signs of a statement with their offsets, without comments; only for pointing. */
public record SqlTokens(List<Token> tokens) {

  /** A word, a quoted text or a single sign. */
  record Token(String text, int offset) {}

  public static SqlTokens of(String sql) {
    List<Token> tokens = new ArrayList<>();
    int i = 0;
    while (i < sql.length()) {
      int end = endOf(sql, i);
      boolean isComment = sql.startsWith("--", i) || sql.startsWith("/*", i);
      if (!isComment && !Character.isWhitespace(sql.charAt(i))) {
        tokens.add(new Token(sql.substring(i, end), i));
      }
      i = end;
    }
    return new SqlTokens(tokens);
  }

  private static int endOf(String sql, int i) {
    char c = sql.charAt(i);
    if (sql.startsWith("--", i)) {
      return after(sql, "\n", i);
    }
    if (sql.startsWith("/*", i)) {
      return after(sql, "*/", i + 2);
    }
    if (c == '\'' || c == '"') {
      return after(sql, String.valueOf(c), i + 1);
    }
    int end = i;
    while (end < sql.length() && isWord(sql.charAt(end))) {
      end++;
    }
    return Math.max(end, i + 1);
  }

  private static int after(String sql, String mark, int from) {
    int at = sql.indexOf(mark, from);
    return at < 0 ? sql.length() : at + mark.length();
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  /** The offset of the first of these words at or after an offset, else the offset itself. */
  public int find(int from, String... words) {
    for (Token token : tokens) {
      for (String word : words) {
        if (token.offset() >= from && token.text().equalsIgnoreCase(word)) {
          return token.offset();
        }
      }
    }
    return from;
  }

  /** The offset of the last of these words before an offset, else the offset itself. */
  public int findBefore(int until, String... words) {
    int found = until;
    for (Token token : tokens) {
      for (String word : words) {
        if (token.offset() < until && token.text().equalsIgnoreCase(word)) {
          found = token.offset();
        }
      }
    }
    return found;
  }

  /** The first token, or an empty one. */
  Token first() {
    return tokens.isEmpty() ? new Token("", 0) : tokens.get(0);
  }

  /** The offset of the first token behind a semicolon, or -1. */
  int secondStatement() {
    for (int i = 0; i + 1 < tokens.size(); i++) {
      if (tokens.get(i).text().equals(";") && !tokens.get(i + 1).text().equals(";")) {
        return tokens.get(i + 1).offset();
      }
    }
    return -1;
  }

  /** Converts an offset in UTF-8 bytes, as the kernel counts, to one in characters. */
  public static int characters(String sql, int bytes) {
    byte[] utf8 = sql.getBytes(StandardCharsets.UTF_8);
    int length = Math.max(0, Math.min(bytes, utf8.length));
    return new String(utf8, 0, length, StandardCharsets.UTF_8).length();
  }
}
