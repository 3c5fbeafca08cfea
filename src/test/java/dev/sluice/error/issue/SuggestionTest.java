// SPDX-License-Identifier: Apache-2.0
package dev.sluice.error.issue;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {
  private static final List<String> KEYS = List.of("csv", "null_values", "delimiter", "quote");

  @Test
  void guessesMisspelledWords() {
    assertThat(Suggestion.nearest("cvs", KEYS), equalTo("did you mean `csv`?"));
    assertThat(Suggestion.nearest("nul_values", KEYS), equalTo("did you mean `null_values`?"));
    assertThat(Suggestion.nearest("DELIMITER", KEYS), equalTo("did you mean `delimiter`?"));
  }

  @Test
  void guessesNothingFarAway() {
    assertThat(Suggestion.nearest("path", KEYS), nullValue());
    assertThat(Suggestion.nearest("x", KEYS), nullValue());
    assertThat(Suggestion.nearest("", KEYS), nullValue());
  }

  @Test
  void countsEdits() {
    assertThat(Suggestion.distance("", "abc"), equalTo(3));
    assertThat(Suggestion.distance("kitten", "sitting"), equalTo(3));
    assertThat(Suggestion.distance("name", "nmae"), equalTo(1));
  }

  @Test
  void cutsLongLists() {
    List<String> many = java.util.stream.IntStream.range(0, 20).mapToObj(i -> "c" + i).toList();
    assertThat(Suggestion.list(many).endsWith("`c11`, …"), equalTo(true));
  }
}
