// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.spelling;

import dev.sluice.schema.Column;
import dev.sluice.schema.TypeKeywords;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the text of a type: {@code bigint!}, {@code decimal(12,2)}, {@code list(text!)}, {@code
 * map(text, double)}, {@code struct(street text, zip text!)!}, {@code enum(new, "in transit")}. A
 * {@code !} behind a type says that its values are never null.
 */
public final class TypeGrammar {
  private static final int MOST_DIGITS = 38;
  private static final int DEEPEST = 24;
  private static final Pattern LEGAL = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

  /** The words of a type that other systems spell with blanks. */
  private static final Pattern PHRASE =
      Pattern.compile(
          "(?i)(double precision|character varying|timestamp with(out)? time zone)\\b.*");

  private final TypeScan text;
  private int depth;

  private TypeGrammar(String written) {
    this.text = new TypeScan(written);
  }

  /** The column of a type; its name is what the caller says. */
  public static Column read(String name, String written) throws TypeProblem {
    TypeGrammar grammar = new TypeGrammar(written);
    grammar.text.skipBlanks();
    Column column = grammar.type(name);
    grammar.text.skipBlanks();
    if (!grammar.text.isAtEnd()) {
      throw grammar.rest();
    }
    return column;
  }

  /** What stands behind a type that is complete. */
  private TypeProblem rest() {
    int at = text.at();
    String rest = text.rest();
    String before = text.before().strip();
    if (rest.startsWith("!")) {
      return new TypeProblem(at, "one `!` is enough", "take the second one out");
    }
    if (rest.startsWith("?")) {
      return new TypeProblem(
          at,
          "`?` says nothing here",
          "write `" + before + "`: null is allowed unless there is a `!`");
    }
    if (rest.startsWith("[")) {
      return new TypeProblem(at, "`[]` is no type", "write `list(" + before + ")`");
    }
    if (rest.toLowerCase(Locale.ROOT).startsWith("not null")) {
      return new TypeProblem(at, "`not null` is said by `!`", "write `" + before + "!`");
    }
    if (rest.toLowerCase(Locale.ROOT).startsWith("null")) {
      return new TypeProblem(
          at,
          "`null` says nothing here",
          "write `" + before + "`: null is allowed unless there is a `!`");
    }
    if (rest.startsWith(")")) {
      return new TypeProblem(at, "this `)` closes nothing", "take it out");
    }
    return new TypeProblem(
        at, "`" + rest + "` stands behind the type `" + before + "`", "take it out");
  }

  private Column type(String name) throws TypeProblem {
    int start = text.at();
    if (++depth > DEEPEST) {
      throw new TypeProblem(start, "it is nested too deeply", "keep that part as `text`");
    }
    if (text.peek() == '!') {
      throw new TypeProblem(start, "`!` stands before its type", "write it behind: `bigint!`");
    }
    String word = text.word();
    if (word.isEmpty()) {
      throw missing(start);
    }
    Column bare = bare(name, word, start);
    depth--;
    return bare.nullable(!text.takes('!'));
  }

  private TypeProblem missing(int at) {
    return text.isAtEnd()
        ? new TypeProblem(
            at, "here must stand a type", "types are " + String.join(", ", TypeLexicon.all()))
        : new TypeProblem(
            at,
            "here must stand a type, not `" + text.rest() + "`",
            "types are " + String.join(", ", TypeLexicon.all()));
  }

  private Column bare(String name, String word, int start) throws TypeProblem {
    String plain = TypeLexicon.PLAIN.get(word);
    if (plain != null && !isPhrase(start)) {
      if (text.peek() == '(') {
        throw new TypeProblem(
            text.at(),
            "`" + word + "` takes nothing in brackets",
            instead(word, text.inBrackets()));
      }
      return Column.of(name, plain, true);
    }
    return switch (word) {
      case TypeLexicon.DECIMAL -> Column.of(name, decimal(start), true);
      case TypeLexicon.LIST -> list(name, start);
      case TypeLexicon.MAP -> map(name, start);
      case TypeLexicon.STRUCT -> struct(name, start);
      case TypeLexicon.ENUM -> symbols(name, start);
      default -> throw unknown(word, start);
    };
  }

  private static String instead(String word, String argument) {
    return "write `%s`%s"
        .formatted(
            word,
            word.equals("text")
                ? "; how long it may be is a rule: `length(x) <= " + argument + "`"
                : "");
  }

  private boolean isPhrase(int start) {
    return PHRASE.matcher(text.from(start)).matches();
  }

  private TypeProblem unknown(String word, int start) {
    Matcher phrase = PHRASE.matcher(text.from(start));
    String all = phrase.matches() ? phrase.group(1) : word;
    String argument = text.peek() == '(' ? text.inBrackets() : null;
    if (text.peek() == '<') {
      return new TypeProblem(
          text.at(),
          "what a type holds stands in round brackets",
          "write `list(text)`, `map(text, double)`, `struct(street text, zip text)`");
    }
    return new TypeProblem(start, "`" + all + "` is no type", TypeLexicon.instead(all, argument));
  }

  private String decimal(int start) throws TypeProblem {
    String digits = TypeLexicon.digits(TypeLexicon.DECIMAL);
    if (text.peek() != '(') {
      throw new TypeProblem(start, "`decimal` does not say its digits", digits);
    }
    open(TypeLexicon.DECIMAL, digits);
    int at = text.at();
    int precision = number(digits);
    if (text.peek() == ')') {
      throw new TypeProblem(
          at,
          "it is not said how many digits stand behind the point",
          "write `decimal(" + precision + ",0)` for none");
    }
    next("decimal", digits);
    int scale = number(digits);
    close("decimal");
    if (precision < 1 || precision > MOST_DIGITS || scale > precision) {
      throw new TypeProblem(
          at,
          "`decimal(%d,%d)` cannot be: it has 1 to %d digits, and no more behind the point"
              .formatted(precision, scale, MOST_DIGITS),
          scale > precision && scale <= MOST_DIGITS
              ? "write `decimal(" + scale + "," + scale + ")` or more"
              : "write `decimal("
                  + MOST_DIGITS
                  + ","
                  + Math.min(scale, MOST_DIGITS)
                  + ")`, or `text`");
    }
    return "DECIMAL(" + precision + "," + scale + ")";
  }

  private int number(String suggestion) throws TypeProblem {
    text.skipBlanks();
    int at = text.at();
    String digits = text.digits();
    if (digits.isEmpty() || digits.length() > 4) {
      throw new TypeProblem(at, "here must stand a whole number", suggestion);
    }
    text.skipBlanks();
    return Integer.parseInt(digits);
  }

  private Column list(String name, int start) throws TypeProblem {
    String form = "write `list(text)`: what its items are";
    require(TypeLexicon.LIST, start, form);
    Column item = type(Column.ITEM);
    close("list");
    return new Column(name, item.type() + "[]", true, List.of(), false, List.of(item));
  }

  private Column map(String name, int start) throws TypeProblem {
    String form = "write `map(text, double)`: its keys are always texts";
    require(TypeLexicon.MAP, start, form);
    int at = text.at();
    Column key = type("key");
    if (!key.type().equals("VARCHAR") || !key.symbols().isEmpty()) {
      throw new TypeProblem(at, "the keys of a map are `text`", form);
    }
    next("map", form);
    Column value = type(Column.VALUE);
    close("map");
    String type = "MAP(VARCHAR, " + value.type() + ")";
    return new Column(name, type, true, List.of(), false, List.of(value));
  }

  private Column struct(String name, int start) throws TypeProblem {
    String form = "write `struct(street text, zip text)`: its fields and their types";
    require(TypeLexicon.STRUCT, start, form);
    List<Column> fields = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    do {
      text.skipBlanks();
      fields.add(field(seen, form));
      text.skipBlanks();
    } while (text.takes(','));
    close("struct");
    String type =
        fields.stream()
            .map(field -> TypeKeywords.quote(field.name()) + " " + field.type())
            .collect(Collectors.joining(", ", "STRUCT(", ")"));
    return new Column(name, type, true, List.of(), false, fields);
  }

  private Column field(Set<String> seen, String form) throws TypeProblem {
    int at = text.at();
    String field = text.name();
    if (!LEGAL.matcher(field).matches()) {
      throw new TypeProblem(
          at,
          field.isEmpty()
              ? "here must stand the name of a field"
              : "`" + field + "` cannot be the name of a field",
          field.isEmpty() ? form : "use letters, digits and underscores, no digit first");
    }
    if (!seen.add(field.toLowerCase(Locale.ROOT))) {
      throw new TypeProblem(
          at, "the struct has a field `" + field + "` already", "letter case does not count");
    }
    if (text.peek() == ':') {
      throw new TypeProblem(
          text.at(), "a blank parts a field from its type", "write `" + field + " text`");
    }
    text.skipBlanks();
    if (text.peek() == ',' || text.peek() == ')') {
      throw new TypeProblem(
          at, "the field `" + field + "` has no type", "write `" + field + " text`");
    }
    return type(field);
  }

  private Column symbols(String name, int start) throws TypeProblem {
    String form = "write `enum(new, paid, \"in transit\")`: all values there are";
    require(TypeLexicon.ENUM, start, form);
    List<String> symbols = new ArrayList<>();
    do {
      text.skipBlanks();
      int at = text.at();
      String symbol = symbol(form);
      if (symbols.contains(symbol)) {
        throw new TypeProblem(at, "`" + symbol + "` is listed twice", "take one out");
      }
      symbols.add(symbol);
      text.skipBlanks();
    } while (text.takes(','));
    close("enum");
    return new Column(name, "VARCHAR", true, symbols, false);
  }

  private String symbol(String form) throws TypeProblem {
    int at = text.at();
    String quoted = text.quoted();
    String symbol = quoted == null ? text.bareSymbol() : quoted;
    if (symbol.isEmpty() && quoted == null) {
      throw new TypeProblem(at, "here must stand a value", form);
    }
    return symbol;
  }

  /** The bracket that must follow a word, and something in it. */
  private void require(String word, int start, String form) throws TypeProblem {
    if (text.peek() != '(') {
      throw new TypeProblem(start, "`" + word + "` does not say what it holds", form);
    }
    open(word, form);
  }

  private void open(String word, String form) throws TypeProblem {
    int at = text.at();
    boolean unused = text.takes('(');
    text.skipBlanks();
    if (text.peek() == ')') {
      throw new TypeProblem(at, "`" + word + "()` holds nothing", form);
    }
  }

  private void next(String word, String form) throws TypeProblem {
    text.skipBlanks();
    if (text.isAtEnd()) {
      throw unclosed(word);
    }
    if (!text.takes(',')) {
      throw new TypeProblem(text.at(), "here must stand a comma", form);
    }
    text.skipBlanks();
  }

  private void close(String word) throws TypeProblem {
    text.skipBlanks();
    if (text.isAtEnd()) {
      throw unclosed(word);
    }
    if (!text.takes(')')) {
      throw new TypeProblem(
          text.at(),
          "here must stand `)`, which closes `" + word + "(`, not `" + text.rest() + "`",
          "`!` stands directly behind a type, commas between types");
    }
  }

  private TypeProblem unclosed(String word) {
    return new TypeProblem(
        text.at(),
        "`" + word + "(` is not closed",
        "add `)`; and between braces a comma ends a value, so put the type in quotes: \""
            + text.from(0)
            + "…\"");
  }
}
