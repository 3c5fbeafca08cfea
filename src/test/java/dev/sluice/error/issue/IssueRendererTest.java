// SPDX-License-Identifier: Apache-2.0
package dev.sluice.error.issue;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.sluice.error.ErrorCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IssueRendererTest {
  private static final Position AT = new Position("p.yaml", 1, 3);

  private static String render(Position position, String text) {
    Issue issue = Issue.error(ErrorCode.INVALID_VALUE, position, "wrong");
    return IssueRenderer.render(List.of(issue), Map.of("p.yaml", text));
  }

  @Test
  void rendersNothingForNoIssues() {
    assertThat(IssueRenderer.render(List.of(), Map.of()), equalTo(""));
  }

  @Test
  void pointsAtTheColumn() {
    assertThat(
        render(AT, "a: b"),
        equalTo(
            """
            p.yaml:1:3: error INVALID_VALUE: wrong
                1 | a: b
                  |   ^

            1 error
            """));
  }

  @Test
  void countsErrorsAndWarnings() {
    Issue error = Issue.error(ErrorCode.CYCLE, AT, "a");
    Issue warning = Issue.warning(ErrorCode.CYCLE, AT, "b", "do c");
    assertThat(
        IssueRenderer.render(List.of(error, warning, error, warning), Map.of()),
        equalTo(
            """
            p.yaml:1:3: error CYCLE: a

            p.yaml:1:3: warning CYCLE: b
              do c

            p.yaml:1:3: error CYCLE: a

            p.yaml:1:3: warning CYCLE: b
              do c

            2 errors, 2 warnings
            """));
  }

  @Test
  void widensTabsAboveTheCaret() {
    assertThat(
        render(AT, "\ta\tb"),
        equalTo(
            """
            p.yaml:1:3: error INVALID_VALUE: wrong
                1 |     a    b
                  |      ^

            1 error
            """));
  }

  @Test
  void escapesWhatWouldMoveTheCursor() {
    assertThat(
        render(AT, "\u001b\u202ex"),
        equalTo(
            """
            p.yaml:1:3: error INVALID_VALUE: wrong
                1 | \\u001B\\u202Ex
                  |             ^

            1 error
            """));
  }

  @Test
  void cutsLongLinesAroundTheCaret() {
    Position far = new Position("p.yaml", 1, 501);
    String text = "a".repeat(500) + "b".repeat(500);
    assertThat(
        render(far, text),
        equalTo(
            "p.yaml:1:501: error INVALID_VALUE: wrong\n    1 | …"
                + "a".repeat(60)
                + "b".repeat(60)
                + "…\n      | "
                + " ".repeat(61)
                + "^\n\n1 error\n"));
  }

  @Test
  void countsAnEmojiAsOneCharacter() {
    assertThat(
        render(AT, "😀b"),
        equalTo(
            """
            p.yaml:1:3: error INVALID_VALUE: wrong
                1 | 😀b
                  |  ^

            1 error
            """));
  }

  @Test
  void standsPositionsOutsideTheText() {
    assertThat(
        render(new Position("p.yaml", 9, 9), "a"),
        equalTo(
            """
            p.yaml:9:9: error INVALID_VALUE: wrong
                9 |
                  | ^

            1 error
            """));
  }
}
