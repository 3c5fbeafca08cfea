// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.encoding;

import dev.sluice.intake.InputFile;
import dev.sluice.source.files.bytes.ByteWindow;
import dev.sluice.spec.table.SourceSpec;
import java.io.ByteArrayOutputStream;
import java.lang.Character.UnicodeScript;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mozilla.universalchardet.UniversalDetector;

/**
 * Guesses in which encoding a text is, by the bytes of its lines that are not ASCII.
 *
 * <p>The detector is believed only where every line is text of what it says, nearly all letters
 * beyond ASCII are of the scripts that are written in it, and there are enough of them; encodings
 * of Latin letters, which it does not tell apart, are told by the words that they make.
 *
 * @param name as Java names it
 * @param others what may be meant as well, the likeliest first
 * @param example a word of the text as the encoding makes it; empty for none
 * @param isClear whether something speaks for it; else it is what western software writes
 */
public record EncodingGuess(String name, List<String> others, String example, boolean isClear) {
  /** So many bytes of lines that are not ASCII are looked at. */
  private static final int MOST = 1 << 20;

  /** Fewer letters may be of any encoding. */
  private static final int ENOUGH = 8;

  private static final double NEARLY_ALL = 0.97;

  /** Letters of other scripts stand in no word with those of ASCII. */
  private static final double HARDLY_ANY = 0.1;

  private static final Pattern WORD =
      Pattern.compile("[\\p{L}\\p{M}]*[^\\p{ASCII}][\\p{L}\\p{M}]*");
  private static final Pattern MIXED =
      Pattern.compile("[A-Za-z](?=[^\\p{ASCII}])|(?<=[^\\p{ASCII}])[A-Za-z]");
  private static final EnumSet<UnicodeScript> CYRILLIC = EnumSet.of(UnicodeScript.CYRILLIC);
  private static final EnumSet<UnicodeScript> CHINESE = EnumSet.of(UnicodeScript.HAN);
  private static final EnumSet<UnicodeScript> JAPANESE =
      EnumSet.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA);
  private static final EnumSet<UnicodeScript> KOREAN =
      EnumSet.of(UnicodeScript.HANGUL, UnicodeScript.HAN);
  private static final EnumSet<UnicodeScript> GREEK = EnumSet.of(UnicodeScript.GREEK);
  private static final EnumSet<UnicodeScript> HEBREW = EnumSet.of(UnicodeScript.HEBREW);

  /** The encodings that are believed, by the scripts that are written in them. */
  private static final Map<String, EnumSet<UnicodeScript>> SCRIPTS =
      Map.ofEntries(
          Map.entry("windows-1251", CYRILLIC),
          Map.entry("KOI8-R", CYRILLIC),
          Map.entry("ISO-8859-5", CYRILLIC),
          Map.entry("IBM866", CYRILLIC),
          Map.entry("GB18030", CHINESE),
          Map.entry("Big5", CHINESE),
          Map.entry("Shift_JIS", JAPANESE),
          Map.entry("EUC-JP", JAPANESE),
          Map.entry("EUC-KR", KOREAN),
          Map.entry("windows-1253", GREEK),
          Map.entry("ISO-8859-7", GREEK),
          Map.entry("windows-1255", HEBREW));

  /** Scripts of marks and signs that stand beside any. */
  private static final Set<UnicodeScript> ANY =
      EnumSet.of(UnicodeScript.COMMON, UnicodeScript.INHERITED);

  public EncodingGuess {
    others = List.copyOf(others);
  }

  /** The encoding of a text that names none and does not begin with a byte order mark. */
  public static EncodingGuess of(byte[] bytes, boolean isCut) {
    byte[] lines = foreign(bytes, isCut);
    if (decoded(lines, StandardCharsets.UTF_8, isCut).isPresent()) {
      return new EncodingGuess(SourceSpec.UTF_8, List.of(), "", true);
    }
    UniversalDetector detector = new UniversalDetector();
    detector.handleData(lines, 0, lines.length);
    detector.dataEnd();
    String detected = detector.getDetectedCharset();
    Optional<EncodingGuess> known =
        SCRIPTS.keySet().stream()
            .filter(name -> name.equalsIgnoreCase(detected))
            .findFirst()
            .flatMap(name -> believed(name, lines, isCut));
    return known.orElseGet(() -> latin(lines));
  }

  /** As {@link #of(byte[], boolean)}, by all lines of a file that are not ASCII, up to 1 MB. */
  public static EncodingGuess of(InputFile file) {
    return ofForeign(file, line -> true);
  }

  /** As {@link #of(InputFile)}, by those of its lines alone that are no UTF-8. */
  public static EncodingGuess ofBroken(InputFile file) {
    return ofForeign(file, line -> decoded(line, StandardCharsets.UTF_8, false).isEmpty());
  }

  private static EncodingGuess ofForeign(InputFile file, Predicate<byte[]> isMeant) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    try (ByteWindow window = ByteWindow.openBinary(file)) {
      long at = window.start();
      byte[] bytes = window.copy(at, at + MOST);
      while (bytes.length > 0 && lines.size() < MOST) {
        int end = end(bytes);
        foreign(Arrays.copyOf(bytes, end), false, isMeant, lines);
        at += end;
        window.keep(at);
        bytes = window.copy(at, at + MOST);
      }
    }
    return of(lines.toByteArray(), false);
  }

  /** Where the last whole line ends; where none does, behind all. */
  private static int end(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end == 0 ? bytes.length : end;
  }

  private static Optional<EncodingGuess> believed(String name, byte[] lines, boolean isCut) {
    return decoded(lines, Charset.forName(name), isCut)
        .filter(text -> isWritten(text, Objects.requireNonNull(SCRIPTS.get(name))))
        .map(text -> new EncodingGuess(name, List.of(), example(text), true));
  }

  private static EncodingGuess latin(byte[] lines) {
    LatinGuess guess = LatinGuess.of(lines);
    String text = new String(lines, Charset.forName(guess.name()));
    boolean isClear = !guess.name().equals(LatinGuess.WESTERN);
    return new EncodingGuess(guess.name(), guess.others(), example(text), isClear);
  }

  private static String example(String text) {
    Matcher word = WORD.matcher(text);
    return word.find() ? word.group() : "";
  }

  /** Whether enough letters beyond ASCII, and nearly all, are of some scripts. */
  private static boolean isWritten(String text, EnumSet<UnicodeScript> scripts) {
    long own = 0;
    long other = 0;
    long mixed = scripts.contains(UnicodeScript.HAN) ? 0 : MIXED.matcher(text).results().count();
    for (int c : text.codePoints().filter(c -> c > 0x7f).toArray()) {
      UnicodeScript script = UnicodeScript.of(c);
      boolean isAny = ANY.contains(script) && !Character.isISOControl(c);
      own += scripts.contains(script) ? 1 : 0;
      other += scripts.contains(script) || isAny ? 0 : 1;
    }
    return own >= ENOUGH && own >= (own + other) * NEARLY_ALL && mixed <= own * HARDLY_ANY;
  }

  /** The lines with a byte beyond ASCII, but for a last one that is cut. */
  private static byte[] foreign(byte[] bytes, boolean isCut) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    foreign(bytes, isCut, line -> true, lines);
    return lines.toByteArray();
  }

  private static void foreign(
      byte[] bytes, boolean isCut, Predicate<byte[]> isMeant, ByteArrayOutputStream lines) {
    int start = 0;
    boolean isForeign = false;
    for (int i = 0; i < bytes.length; i++) {
      isForeign |= bytes[i] < 0;
      boolean isLast = i + 1 == bytes.length && bytes[i] != '\n';
      if (bytes[i] == '\n' || (isLast && (!isCut || start == 0))) {
        byte[] line = Arrays.copyOfRange(bytes, start, i + 1);
        if (isForeign && isMeant.test(line)) {
          lines.writeBytes(line);
        }
        start = i + 1;
        isForeign = false;
      }
    }
  }

  /** Some text; of one that is cut, a last character aside. */
  private static Optional<String> decoded(byte[] bytes, Charset charset, boolean isCut) {
    int most = isCut ? Math.min(3, bytes.length) : 0;
    for (int less = 0; less <= most; less++) {
      try {
        ByteBuffer some = ByteBuffer.wrap(bytes, 0, bytes.length - less);
        return Optional.of(charset.newDecoder().decode(some).toString());
      } catch (CharacterCodingException e) {
        // A byte less, then.
      }
    }
    return Optional.empty();
  }
}
