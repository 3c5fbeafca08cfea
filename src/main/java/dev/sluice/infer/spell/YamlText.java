// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.spell;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Spells texts as YAML reads them back, plain where nobody could read them otherwise. */
final class YamlText {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/][A-Za-z0-9_./*-]*!?");
  private static final Pattern BLANKS =
      Pattern.compile("[A-Za-z][A-Za-z0-9_()/-]*( [A-Za-z0-9_()/-]+)*");

  /** What YAML of any version takes for something else than a text. */
  private static final Set<String> WORDS =
      Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf", "~");

  private YamlText() {}

  static String of(String text) {
    boolean isPlain = PLAIN.matcher(text).matches() || BLANKS.matcher(text).matches();
    return isPlain && !WORDS.contains(text.toLowerCase(Locale.ROOT)) ? text : quoted(text);
  }

  static String list(Collection<String> texts) {
    return texts.stream().map(YamlText::of).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '$' -> out.append(text.startsWith("${", i) ? "$$" : "$");
        default -> {
          boolean isShown =
              c >= ' '
                  && c != 0x7f
                  && !Character.isISOControl(c)
                  && Character.getType(c) != Character.FORMAT;
          out.append(isShown ? String.valueOf(c) : String.format(Locale.ROOT, "\\u%04x", (int) c));
        }
      }
    }
    return out.append('"').toString();
  }

  /** A text on one line behind a {@code #}. */
  static String comment(String text) {
    return "# " + text.replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]", "\u00b7");
  }
}
