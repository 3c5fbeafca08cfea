// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A statement in its words, texts, comments and blanks, which together are all of it. */
final class SqlPieces {
  private static final Set<String> KEYWORDS =
      Set.of(
          ("all and any as asc between both case cast collate cross desc distinct else end except"
                  + " false fetch for from full group having ilike in inner intersect into is join"
                  + " lateral leading left like limit not null offset on or order outer over"
                  + " partition pivot qualify recursive right select semi anti then to trailing true"
                  + " union unpivot using values when where window with by natural asof positional")
              .split(" "));

  /** Words that are names or functions as well: keywords where one of these words follows. */
  private static final Set<String> BEFORE_JOIN =
      Set.of(
          "cross",
          "full",
          "inner",
          "left",
          "right",
          "semi",
          "anti",
          "natural",
          "asof",
          "positional",
          "outer");

  private enum Kind {
    WORD,
    BLANK,
    COMMENT,
    /** Quoted text, a number, a sign: never touched. */
    OTHER
  }

  private record Piece(Kind kind, String text) {}

  private final List<Piece> pieces = new ArrayList<>();

  private SqlPieces() {}

  static SqlPieces of(String sql) {
    SqlPieces all = new SqlPieces();
    int at = 0;
    while (at < sql.length()) {
      Kind kind = kind(sql, at);
      int end = end(sql, at, kind);
      all.pieces.add(new Piece(kind, sql.substring(at, end)));
      at = end;
    }
    return all;
  }

  private static Kind kind(String sql, int at) {
    char c = sql.charAt(at);
    if (Character.isWhitespace(c)) {
      return Kind.BLANK;
    }
    if (sql.startsWith("--", at) || sql.startsWith("/*", at)) {
      return Kind.COMMENT;
    }
    return Character.isLetter(c) || c == '_' ? Kind.WORD : Kind.OTHER;
  }

  private static int end(String sql, int at, Kind kind) {
    return switch (kind) {
      case BLANK -> endOfBlank(sql, at);
      case COMMENT -> endOfComment(sql, at);
      case WORD -> endOfWord(sql, at);
      case OTHER -> endOfOther(sql, at);
    };
  }

  private static int endOfBlank(String sql, int from) {
    int at = from;
    while (at < sql.length() && Character.isWhitespace(sql.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int endOfWord(String sql, int from) {
    int at = from;
    while (at < sql.length() && isOfWord(sql.charAt(at))) {
      at++;
    }
    // e'…' and x'…' are texts with a letter before the quote.
    return at - from == 1 && at < sql.length() && sql.charAt(at) == '\'' ? endOfOther(sql, at) : at;
  }

  private static boolean isOfWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$';
  }

  private static int endOfComment(String sql, int from) {
    if (sql.startsWith("--", from)) {
      int line = sql.indexOf('\n', from);
      return line < 0 ? sql.length() : line;
    }
    int depth = 0;
    for (int at = from; at < sql.length(); at++) {
      if (sql.startsWith("/*", at)) {
        depth++;
        at++;
      } else if (sql.startsWith("*/", at)) {
        depth--;
        at++;
        if (depth == 0) {
          return at + 1;
        }
      }
    }
    return sql.length();
  }

  private static int endOfOther(String sql, int from) {
    char c = sql.charAt(from);
    if (c == '\'' || c == '"') {
      int at = from + 1;
      while (at < sql.length() && sql.charAt(at) != c) {
        at++;
      }
      return Math.min(at + 1, sql.length());
    }
    if (c == '$' && sql.startsWith("${", from)) {
      int close = sql.indexOf('}', from);
      return close < 0 ? sql.length() : close + 1;
    }
    if (c == '$') {
      int second = sql.indexOf('$', from + 1);
      boolean isTag =
          second > 0
              && sql.substring(from + 1, second).chars().allMatch(each -> isOfWord((char) each));
      int close = isTag ? sql.indexOf(sql.substring(from, second + 1), second + 1) : -1;
      return close < 0 ? from + 1 : close + second + 1 - from;
    }
    int at = from;
    while (at < sql.length()
        && Character.isDigit(c)
        && (isOfWord(sql.charAt(at)) || sql.charAt(at) == '.')) {
      at++;
    }
    return Math.max(at, from + 1);
  }

  /**
   * The statement in its form.
   *
   * @param hasCapitals whether keywords are written in capitals
   */
  String written(boolean hasCapitals) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      out.append(
          switch (piece.kind()) {
            case BLANK -> blank(piece.text(), out.isEmpty());
            case COMMENT -> comment(piece.text());
            case WORD ->
                hasCapitals && isKeyword(i) ? piece.text().toUpperCase(Locale.ROOT) : piece.text();
            case OTHER -> piece.text();
          });
    }
    return out.toString().stripTrailing() + "\n";
  }

  private static String blank(String text, boolean isFirst) {
    if (isFirst) {
      return "";
    }
    int last = text.lastIndexOf('\n');
    String indent = text.substring(last + 1).replace("\t", "  ");
    long breaks = text.chars().filter(c -> c == '\n').count();
    return "\n".repeat((int) Math.min(breaks, 2)) + indent;
  }

  private static String comment(String text) {
    StringBuilder out = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      out.append(out.isEmpty() ? "" : "\n").append(line.stripTrailing());
    }
    return out.toString();
  }

  private boolean isKeyword(int at) {
    String word = word(at);
    if (!KEYWORDS.contains(word)) {
      return false;
    }
    String before = neighbour(at, -1);
    String after = neighbour(at, 1);
    if (before.equals(".") || after.equals(".") || before.equals("as")) {
      return false;
    }
    return switch (word) {
      case "by" -> Set.of("group", "order", "partition").contains(before);
      case "partition" -> after.equals("by");
      case "over" -> after.equals("(");
      case "recursive" -> before.equals("with");
      case "values" -> after.equals("(");
      case "asc", "desc" -> !after.equals("(");
      default ->
          !BEFORE_JOIN.contains(word)
              || after.equals("join")
              || after.equals("outer")
              || BEFORE_JOIN.contains(after);
    };
  }

  private String word(int at) {
    return pieces.get(at).text().toLowerCase(Locale.ROOT);
  }

  /** The next piece that says something, in small letters; empty at an end. */
  private String neighbour(int at, int step) {
    for (int i = at + step; i >= 0 && i < pieces.size(); i += step) {
      Kind kind = pieces.get(i).kind();
      if (kind != Kind.BLANK && kind != Kind.COMMENT) {
        return word(i);
      }
    }
    return "";
  }
}
