// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.spelling;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Spells texts on one line of a spec, as YAML of any version reads them back: plain where nobody
 * could read them otherwise, else in quotes.
 */
public final class YamlText {
  private static final Pattern PLAIN = Pattern.compile("((\\.{0,2}/)?[A-Za-z_]|/)[\\w/.*-]*!?");
  private static final Pattern BLANKS =
      Pattern.compile("[A-Za-z][\\w()!/-]*( [A-Za-z0-9_()/-][\\w()!/-]*)*");

  private static final Pattern ALONE = Pattern.compile("[A-Za-z_][A-Za-z0-9_(), !]*[)A-Za-z0-9_!]");

  /** What YAML 1.2 takes for something else than a text. */
  private static final Set<String> CORE = Set.of("null", "true", "false", "~");

  /** What a YAML reader of any version takes for something else than a text. */
  private static final Set<String> WORDS =
      Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf", "~");

  private YamlText() {}

  /** A text that stands for itself: what would be a variable in it is none. */
  public static String of(String text) {
    return written(text.replace("${", "$${"));
  }

  /** A text as a spec has it, variables and all. */
  public static String written(String text) {
    boolean isPlain = PLAIN.matcher(text).matches() || BLANKS.matcher(text).matches();
    return isPlain && !isWord(text) ? text : quoted(text);
  }

  /** A type that is all of a line behind its key, where a comma ends nothing. */
  public static String alone(String type) {
    boolean isPlain = ALONE.matcher(type).matches() && !isWord(type);
    return isPlain ? type : of(type);
  }

  private static boolean isWord(String text) {
    return WORDS.contains(text.toLowerCase(Locale.ROOT));
  }

  /** A key: what readers of YAML 1.1 took for yes and no is a name there. */
  public static String key(String name) {
    boolean isPlain =
        PLAIN.matcher(name).matches() && !CORE.contains(name.toLowerCase(Locale.ROOT));
    return isPlain ? name : written(name);
  }

  /** As {@link #of}, each. */
  public static String list(Collection<String> texts) {
    return items(texts.stream().map(YamlText::of).toList());
  }

  /** A list of what is spelled already. */
  public static String items(Collection<String> spelled) {
    return spelled.stream().collect(Collectors.joining(", ", "[", "]"));
  }

  /** A map of texts to what is spelled already. */
  public static String map(Map<String, String> spelled) {
    return spelled.entrySet().stream()
        .map(each -> key(each.getKey()) + ": " + each.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /** Behind a {@code #}. */
  public static String comment(String text) {
    return "# " + text.replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]", "\u00b7");
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints().forEach(c -> out.append(inQuotes(c)));
    return out.append('"').toString();
  }

  private static String inQuotes(int c) {
    return switch (c) {
      case '"', '\\' -> "\\" + (char) c;
      case '\t' -> "\\t";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      default -> {
        boolean isShown =
            switch (Character.getType(c)) {
              case Character.CONTROL,
                  Character.FORMAT,
                  Character.SURROGATE,
                  Character.PRIVATE_USE,
                  Character.UNASSIGNED,
                  Character.LINE_SEPARATOR,
                  Character.PARAGRAPH_SEPARATOR ->
                  false;
              case Character.SPACE_SEPARATOR -> c == ' ';
              default -> true;
            };
        yield isShown
            ? Character.toString(c)
            : String.format(Locale.ROOT, c > 0xffff ? "\\U%08x" : "\\u%04x", c);
      }
    };
  }
}
