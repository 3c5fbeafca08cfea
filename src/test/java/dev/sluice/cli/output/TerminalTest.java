// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.output;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.report.page.Page;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private static final Terminal PERSON = new Terminal(true, true, true, 80, 24);

  private static boolean hasColor(Map<String, String> environment, boolean isThere) {
    return Terminal.of(environment, String.valueOf(isThere), false).hasColor();
  }

  @Test
  void knowsItsSizeAndWhetherItIsOne() {
    assertThat(Terminal.of(Map.of(), null, true), is(PERSON));
    assertThat(Terminal.of(Map.of(), "true", false), is(PERSON));
    assertThat(Terminal.of(Map.of(), "false", true), is(Terminal.NONE));
    assertThat(
        Terminal.of(Map.of("COLUMNS", "132", "LINES", "50"), "true", false),
        is(new Terminal(true, true, true, 132, 50)));
    assertThat(Terminal.of(Map.of("COLUMNS", "0", "LINES", "x"), "true", false), is(PERSON));
  }

  @Test
  void paintsForWhoWantsIt() {
    assertThat(hasColor(Map.of(), true), is(true));
    assertThat(hasColor(Map.of(), false), is(false));
    assertThat(hasColor(Map.of("NO_COLOR", "1"), true), is(false));
    assertThat(hasColor(Map.of("NO_COLOR", ""), true), is(true));
    assertThat(hasColor(Map.of("CLICOLOR", "0"), true), is(false));
    assertThat(hasColor(Map.of("CLICOLOR_FORCE", "1"), false), is(true));
    assertThat(hasColor(Map.of("CLICOLOR_FORCE", "0"), false), is(false));
    assertThat(hasColor(Map.of("CLICOLOR_FORCE", "1", "NO_COLOR", "1"), true), is(false));
  }

  @Test
  void aDumbOneIsNotWrittenOverOrPainted() {
    assertThat(
        Terminal.of(Map.of("TERM", "dumb"), "true", false),
        is(new Terminal(true, false, false, 80, 24)));
  }

  @Test
  void onlyAPersonsPageHasAnEnd() {
    assertThat(PERSON.page(), is(new Page(80, true)));
    assertThat(Terminal.of(Map.of("COLUMNS", "80"), "false", false).page(), is(Page.ENDLESS));
  }
}
