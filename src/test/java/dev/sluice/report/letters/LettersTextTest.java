// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.letters;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sluice.fixture.Golden;
import dev.sluice.letters.book.DeadLetter;
import dev.sluice.letters.book.DeadLetter.Fate;
import dev.sluice.letters.book.DeadLetter.Reason;
import dev.sluice.letters.book.LetterBook.Group;
import dev.sluice.letters.book.LetterBook.Stored;
import dev.sluice.letters.book.LetterState;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class LettersTextTest {
  private static final Reason RULE =
      new Reason(
          "RULE_BROKEN", "amount > 0", "amount", "amount=-1.00", "Rule 'amount > 0' is false.");
  private static final Reason CAST =
      new Reason("TYPE_CAST", null, "day", "soon", "Column 'day': 'soon' is not of type DATE.");
  private static final Stored STORED =
      new Stored("7,ann,-1.00,soon", "csv", "id,name,amount,day", "ab12", 16);

  @Test
  void listsLettersByWhatTheyDiedOf() throws IOException {
    List<Group> groups =
        List.of(
            new Group("orders", "TYPE_CAST day", LetterState.OPEN, 1_204),
            new Group("orders", "amount > 0", LetterState.OPEN, 3),
            new Group("orders", "amount > 0", LetterState.STUCK, 1));
    List<DeadLetter> letters =
        List.of(
            letter("0123456789abcdef0123", LetterState.OPEN, null, null),
            letter("fedcba98765432100123", LetterState.STUCK, null, null));
    Golden.check(
        "letters.txt",
        new LettersText(groups, 1_206, letters, "shop", java.util.Set.of(), CorrectedSource.WHOLE)
            .render());
  }

  @Test
  void showsOneLetter() throws IOException {
    DeadLetter letter = letter("0123456789abcdef0123", LetterState.DISCARDED, "ann", "a test row");
    Golden.check("letter.txt", new LetterText(letter, STORED, false, false).render());
  }

  @Test
  void hidesARecordThatMayBePersonal() {
    DeadLetter letter = letter("0123456789abcdef0123", LetterState.OPEN, null, null);
    String hidden = new LetterText(letter, STORED, true, false).render();
    assertThat(hidden, not(containsString("7,ann")));
    assertThat(
        hidden, containsString("csv, 16 bytes; hidden: it may hold personal data. --reveal"));
    assertThat(new LetterText(letter, STORED, true, true).render(), containsString("7,ann"));
  }

  @Test
  void saysThatARecordWasDropped() {
    DeadLetter letter = letter("0123456789abcdef0123", LetterState.OPEN, null, null);
    Stored dropped = new Stored(null, "csv;dropped", null, "ab12", 16);
    assertThat(
        new LetterText(letter, dropped, false, true).render(),
        containsString("csv, 16 bytes; it was not kept (dead_letters: {payload: drop})"));
  }

  @Test
  void escapesWhatWouldHarmATerminal() {
    Stored evil = new Stored("a\u001b[2Jb", "csv", null, "ab12", 6);
    DeadLetter letter = letter("0123456789abcdef0123", LetterState.OPEN, null, null);
    assertThat(new LetterText(letter, evil, false, false).render(), containsString("a\\u001b[2Jb"));
  }

  @Test
  void saysThatNoLetterMatches() {
    assertThat(LettersText.none("shop").render(), is("no dead letter matches\n"));
  }

  private static DeadLetter letter(String id, LetterState state, String closedBy, String why) {
    Fate fate = new Fate(state, "2026-01-31 09:00:00+00", "a1b2c3", 2, 1, closedBy, why);
    return new DeadLetter(
        id, "orders", "rules", "/data/orders/orders-1.csv", 17, List.of(CAST, RULE), fate);
  }
}
