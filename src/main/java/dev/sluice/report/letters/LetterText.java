// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.letters;

import dev.sluice.letters.book.DeadLetter;
import dev.sluice.letters.book.DeadLetter.Fate;
import dev.sluice.letters.book.DeadLetter.Reason;
import dev.sluice.letters.book.LetterBook.Stored;
import dev.sluice.letters.record.LetterCipher;
import dev.sluice.letters.record.PayloadFormat;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.SpecWords;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Shows one dead letter. */
public final class LetterText {
  private static final int LONGEST_RECORD = 2000;

  private final DeadLetter letter;
  private final Stored stored;
  private final boolean isPersonal;
  private final boolean isRevealed;

  /**
   * Text for a letter.
   *
   * @param isPersonal whether its record may hold personal data
   * @param isRevealed whether to show the record all the same
   */
  public LetterText(DeadLetter letter, Stored stored, boolean isPersonal, boolean isRevealed) {
    this.letter = letter;
    this.stored = stored;
    this.isPersonal = isPersonal;
    this.isRevealed = isRevealed;
  }

  /** The letter for people. */
  public String render() {
    Fate fate = letter.fate();
    StringBuilder out = new StringBuilder();
    out.append("dead letter ").append(SafeText.escape(letter.id())).append('\n');
    line(out, "table", letter.table());
    line(out, "stage", letter.stage());
    line(out, "row", letter.row() == 0 ? letter.origin() : letter.origin() + ":" + letter.row());
    line(out, "state", fate.state().spelled() + closing(fate));
    line(
        out,
        "died",
        "in %s, first at %s, last in run %s; %s failed"
            .formatted(
                SafeText.count(fate.deaths(), "run"),
                fate.firstAt(),
                fate.runId(),
                SafeText.count(fate.failures(), "replay")));
    for (Reason reason : letter.reasons()) {
      line(out, "reason", reason.code() + ": " + reason.message() + seen(reason));
    }
    Shown record = record();
    line(out, "record", record.note());
    if (stored.header() != null && record.text() != null) {
      line(out, "header", stored.header());
    }
    if (record.text() != null) {
      out.append("\n  ").append(SafeText.escape(record.text())).append('\n');
    }
    return out.toString();
  }

  private static String seen(Reason reason) {
    boolean isNew = reason.value() != null && reason.rule() != null;
    return isNew ? " (" + reason.value() + ")" : "";
  }

  private static String closing(Fate fate) {
    String by = fate.closedBy();
    if (by == null) {
      return "";
    }
    return fate.why() == null ? " by run " + by : " by " + by + ": " + fate.why();
  }

  private static void line(StringBuilder out, String name, String text) {
    out.append("  ").append(name).append(" ".repeat(10 - name.length()));
    out.append(SafeText.escape(text)).append('\n');
  }

  /** What may be shown of the record. */
  private record Shown(@Nullable String text, String note) {}

  private Shown record() {
    PayloadFormat format = PayloadFormat.of(stored.format());
    String kind = "%s, %s bytes".formatted(format.kind(), SafeText.number(stored.bytes()));
    String text = stored.text();
    if (text == null) {
      return new Shown(null, kind + "; it was not kept (dead_letters: {payload: drop})");
    }
    if (!isRevealed && (isPersonal || format.isEncrypted())) {
      String why = format.isEncrypted() ? "encrypted" : "it may hold personal data";
      return new Shown(null, kind + "; hidden: " + why + ". --reveal shows it");
    }
    byte[] bytes = format.bytes(text, letter.id(), LetterCipher::fromEnvironment);
    String shown = new String(bytes, StandardCharsets.UTF_8);
    boolean isCut = !format.isWhole() || shown.length() > LONGEST_RECORD;
    return new Shown(
        shown.length() > LONGEST_RECORD ? shown.substring(0, LONGEST_RECORD) + "…" : shown,
        isCut ? kind + ", cut" : kind);
  }

  /** The letter for programs. */
  public Map<String, @Nullable Object> tree() {
    Map<String, @Nullable Object> tree = tree(letter);
    Shown record = record();
    Map<String, @Nullable Object> payload = new LinkedHashMap<>();
    payload.put("format", stored.format());
    payload.put("sha256", stored.sha256());
    payload.put("bytes", stored.bytes());
    payload.put("header", record.text() == null ? null : stored.header());
    payload.put("text", record.text());
    payload.put("note", Objects.requireNonNull(record.note()));
    tree.put("record", payload);
    return tree;
  }

  static Map<String, @Nullable Object> tree(DeadLetter letter) {
    Map<String, @Nullable Object> tree = SpecWords.fields(letter, Set.of("fate"));
    tree.putAll(SpecWords.fields(letter.fate(), Set.of()));
    return tree;
  }
}
