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
import dev.sluice.report.view.Report;
import dev.sluice.report.view.View;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Shows one dead letter. */
public final class LetterText implements Report {
  private static final int LABEL = 10;
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

  @Override
  public View view() {
    Shown record = record();
    View view = new View().values(tree(letter)).value("record", tree(record));
    view.line("dead letter " + letter.id());
    standing(view);
    for (Reason reason : letter.reasons()) {
      view.labelled(LABEL, "reason", reason.code() + ": " + reason.message() + seen(reason));
    }
    view.labelled(LABEL, "record", record.note());
    if (stored.header() != null && record.text() != null) {
      view.labelled(LABEL, "header", stored.header());
    }
    if (record.text() != null) {
      view.line("").line("  " + record.text());
    }
    return view;
  }

  private void standing(View view) {
    Fate fate = letter.fate();
    view.labelled(LABEL, "table", letter.table())
        .labelled(LABEL, "stage", letter.stage())
        .labelled(LABEL, "row", LettersText.place(letter, letter.origin()))
        .labelled(LABEL, "state", fate.state().spelled() + closing(fate))
        .labelled(
            LABEL,
            "died",
            "in %s, first at %s, last in run %s; %s failed"
                .formatted(
                    SafeText.count(fate.deaths(), "run"),
                    fate.firstAt(),
                    fate.runId(),
                    SafeText.count(fate.failures(), "replay")));
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

  /** What may be shown of the record. */
  private record Shown(@Nullable String text, String note) {}

  private Shown record() {
    PayloadFormat format = PayloadFormat.of(stored.format());
    String kind = "%s, %s".formatted(format.kind(), SafeText.count(stored.bytes(), "byte"));
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

  private Map<String, @Nullable Object> tree(Shown record) {
    Map<String, @Nullable Object> payload = new LinkedHashMap<>();
    payload.put("format", stored.format());
    payload.put("sha256", stored.sha256());
    payload.put("bytes", stored.bytes());
    payload.put("header", record.text() == null ? null : stored.header());
    payload.put("text", record.text());
    payload.put("note", record.note());
    return payload;
  }

  static Map<String, @Nullable Object> tree(DeadLetter letter) {
    Map<String, @Nullable Object> tree = SpecWords.fields(letter, Set.of("fate"));
    tree.putAll(SpecWords.fields(letter.fate(), Set.of()));
    return tree;
  }
}
