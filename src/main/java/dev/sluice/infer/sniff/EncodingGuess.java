// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.sniff;

import dev.sluice.infer.words.Evidence;
import dev.sluice.spec.table.SourceSpec;
import java.io.ByteArrayOutputStream;
import java.lang.Character.UnicodeScript;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mozilla.universalchardet.UniversalDetector;

/**
 * Guesses in which encoding a text is, by the bytes of its lines that are not ASCII.
 *
 * <p>The detector is believed only where every line is text of what it says, nearly all letters
 * beyond ASCII are of the scripts that are written in it, and there are enough of them; otherwise
 * windows-1252 is said to be a guess.
 *
 * @param name as Java names it
 * @param evidence why, where it is not UTF-8
 */
record EncodingGuess(String name, Optional<String> evidence) {
  /** What western software writes that does not write UTF-8. */
  static final String WESTERN = "windows-1252";

  /** Fewer letters may be of any encoding. */
  private static final int ENOUGH = 8;

  private static final double NEARLY_ALL = 0.97;
  private static final Pattern WORD =
      Pattern.compile("[\\p{L}\\p{M}]*[^\\p{ASCII}][\\p{L}\\p{M}]*");
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

  /** The encoding of a text that names none and does not begin with a byte order mark. */
  static EncodingGuess of(byte[] bytes, boolean isCut) {
    byte[] lines = foreign(bytes, isCut);
    if (decoded(lines, StandardCharsets.UTF_8, isCut).isPresent()) {
      return new EncodingGuess(SourceSpec.UTF_8, Optional.empty());
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
    return known.orElseGet(() -> western(lines));
  }

  private static Optional<EncodingGuess> believed(String name, byte[] lines, boolean isCut) {
    return decoded(lines, Charset.forName(name), isCut)
        .filter(text -> isWritten(text, Objects.requireNonNull(SCRIPTS.get(name))))
        .map(
            text ->
                new EncodingGuess(
                    name, Optional.of("no UTF-8, but " + name + " by its bytes" + example(text))));
  }

  private static EncodingGuess western(byte[] lines) {
    String text = new String(lines, Charset.forName(WESTERN));
    return new EncodingGuess(
        WESTERN, Optional.of("no UTF-8: that it is " + WESTERN + " is a guess" + example(text)));
  }

  private static String example(String text) {
    Matcher word = WORD.matcher(text);
    return word.find() ? ", which makes " + Evidence.quoted(word.group()) + " of a value" : "";
  }

  /** Whether enough letters beyond ASCII, and nearly all, are of some scripts. */
  private static boolean isWritten(String text, EnumSet<UnicodeScript> scripts) {
    long own = 0;
    long other = 0;
    for (int c : text.codePoints().filter(c -> c > 0x7f).toArray()) {
      UnicodeScript script = UnicodeScript.of(c);
      boolean isAny = ANY.contains(script) && !Character.isISOControl(c);
      own += scripts.contains(script) ? 1 : 0;
      other += scripts.contains(script) || isAny ? 0 : 1;
    }
    return own >= ENOUGH && own >= (own + other) * NEARLY_ALL;
  }

  /** The lines with a byte beyond ASCII, but for a last one that is cut. */
  static byte[] foreign(byte[] bytes, boolean isCut) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    int start = 0;
    boolean isForeign = false;
    for (int i = 0; i < bytes.length; i++) {
      isForeign |= bytes[i] < 0;
      if (bytes[i] == '\n') {
        if (isForeign) {
          lines.write(bytes, start, i + 1 - start);
        }
        start = i + 1;
        isForeign = false;
      }
    }
    if (isForeign && (!isCut || start == 0)) {
      lines.write(bytes, start, bytes.length - start);
    }
    return lines.toByteArray();
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
