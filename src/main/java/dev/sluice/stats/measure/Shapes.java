// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.measure;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * How many texts look like what. Every text is of one shape, the first of {@link TextShape} that
 * fits.
 *
 * @param counts none of them 0
 */
public record Shapes(Map<TextShape, Long> counts) {
  public static final Shapes NONE = new Shapes(Map.of());

  public Shapes {
    EnumMap<TextShape, Long> sorted = new EnumMap<>(TextShape.class);
    sorted.putAll(counts);
    counts = Collections.unmodifiableMap(sorted);
  }

  public Shapes plus(Shapes other) {
    Map<TextShape, Long> sum = new EnumMap<>(TextShape.class);
    sum.putAll(counts);
    other.counts.forEach((shape, count) -> sum.merge(shape, count, Long::sum));
    return new Shapes(sum);
  }

  /** How many are of a shape. */
  public long of(TextShape shape) {
    return counts.getOrDefault(shape, 0L);
  }

  public long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  public void write(DataOutput out) throws IOException {
    out.writeByte(counts.size());
    for (Map.Entry<TextShape, Long> each : counts.entrySet()) {
      out.writeUTF(each.getKey().name());
      out.writeLong(each.getValue());
    }
  }

  public static Shapes read(DataInput in) throws IOException {
    int size = in.readByte();
    Map<TextShape, Long> counts = new EnumMap<>(TextShape.class);
    for (int i = 0; i < size; i++) {
      counts.put(TextShape.valueOf(in.readUTF()), in.readLong());
    }
    return new Shapes(counts);
  }

  /**
   * What a text looks like. States keep the place of a shape in this list: new ones are added at
   * the end, before which {@link #OTHER} fits all.
   */
  public enum TextShape {
    EMPTY(String::isEmpty),
    BLANK(String::isBlank),
    DIGITS(text -> all(text, c -> c >= '0' && c <= '9')),
    IP(like("\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*")),
    NUMBER(like("(?=.*\\d)[+-]?(\\d+|\\d{1,3}([.,' ]\\d{3})+)?([.,]\\d+)?([eE][+-]?\\d+)?")),
    LETTERS(text -> all(text, Character::isLetter)),
    WORDS(
        text ->
            all(text, c -> Character.isLetter(c) || c == ' ' || c == '-' || c == '\'' || c == '.')),
    DATE(like("\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}|\\d{1,2}[-/.]\\d{1,2}[-/.]\\d{2,4}")),
    TIME(like("\\d{1,2}:\\d{2}(:\\d{2}([.,]\\d+)?)?")),
    TIMESTAMP(
        like("\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}[T ]\\d{1,2}:\\d{2}(:\\d{2}([.,]\\d+)?)?.{0,8}")),
    EMAIL(like("[^\\s@]+@[^\\s@]+\\.[^\\s@.]+")),
    URL(like("[A-Za-z][A-Za-z0-9+.-]*://\\S+")),
    UUID(like("[0-9A-Fa-f]{8}-([0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}")),
    PHONE(like("\\+?[0-9][0-9 ()/.-]{4,22}[0-9]")),
    JSON(text -> isIn(text, '{', '}') || isIn(text, '[', ']')),
    /** Letters and digits without a space. */
    CODE(text -> all(text, c -> Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.')),
    OTHER(text -> true);

    /** Longer texts are only looked at by their characters. */
    private static final int LONGEST = 256;

    private final Predicate<String> test;

    TextShape(Predicate<String> test) {
      this.test = test;
    }

    private interface Test {
      boolean fits(int character);
    }

    /** The shape of a text. */
    public static TextShape of(String text) {
      for (TextShape shape : values()) {
        if (shape.test.test(text)) {
          return shape;
        }
      }
      return OTHER;
    }

    private static boolean all(String text, Test test) {
      for (int i = 0; i < text.length(); ) {
        int character = text.codePointAt(i);
        if (!test.fits(character)) {
          return false;
        }
        i += Character.charCount(character);
      }
      return true;
    }

    private static boolean isIn(String text, char open, char close) {
      return text.length() > 1 && text.charAt(0) == open && text.charAt(text.length() - 1) == close;
    }

    private static Predicate<String> like(String regex) {
      Pattern pattern = Pattern.compile(regex);
      return text -> text.length() <= LONGEST && pattern.matcher(text).matches();
    }
  }
}
