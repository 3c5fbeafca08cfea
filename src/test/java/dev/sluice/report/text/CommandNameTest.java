// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.text;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommandNameTest {
  private static final String TEXT =
      "Run `sluice verify`; the sluice of `sluice`:\n  sluice promote plan shop\nsluice: no\n";

  @AfterEach
  void forget() {
    System.clearProperty(CommandName.PROPERTY);
    CommandName.target(null);
  }

  @Test
  void saysCommandsAsTheProgramWasCalled() {
    System.setProperty(CommandName.PROPERTY, "./sluice");
    assertThat(
        CommandName.in(TEXT),
        is(
            "Run `./sluice verify`; the sluice of `./sluice`:\n  ./sluice promote plan shop\n"
                + "sluice: no\n"));
  }

  @Test
  void leavesThemWhenNobodySaidHowItWasCalled() {
    assertThat(CommandName.in(TEXT), is(TEXT));
    assertThat(CommandName.spelled(), is("sluice"));
  }

  @Test
  void namesTheTargetThatTheCommandLineNamed() {
    CommandName.target("prod");
    assertThat(CommandName.folder("shop"), is(" shop --target prod"));
    assertThat(CommandName.folder("."), is(" --target prod"));
    assertThat(CommandName.place("/data/shop"), is("/data/shop --target prod"));
    assertThat(CommandName.place(System.getProperty("user.dir")), is(". --target prod"));
    assertThat(CommandName.of("run --again"), is("sluice run --again --target prod"));
    assertThat(
        CommandName.in(
            "`sluice verify`, `sluice query 'FROM x'`; `sluice`, `sluice explain CODE`, `sluice FOLDER`,"
                + " `sluice status shop --target prod`\n  sluice plan shop --target prod\n"),
        is(
            "`sluice verify --target prod`, `sluice query 'FROM x' --target prod`; `sluice`,"
                + " `sluice explain CODE`, `sluice FOLDER`, `sluice status shop --target prod`\n"
                + "  sluice plan shop --target prod\n"));
    System.setProperty(CommandName.PROPERTY, "./sluice");
    assertThat(CommandName.in("`sluice verify`"), is("`./sluice verify --target prod`"));
    CommandName.target("two words");
    assertThat(CommandName.folder("shop"), is(" shop --target 'two words'"));
    CommandName.target(null);
    assertThat(CommandName.folder("shop"), is(" shop"));
  }

  @Test
  void quotesWhatAShellWouldTakeApart() {
    System.setProperty(CommandName.PROPERTY, "/my tools/$x/sluice");
    assertThat(CommandName.spelled(), is("'/my tools/$x/sluice'"));
    assertThat(CommandName.in("`sluice run`"), is("`'/my tools/$x/sluice' run`"));
    assertThat(CommandName.folder("."), is(""));
    assertThat(CommandName.folder("my shop"), is(" 'my shop'"));
    assertThat(CommandName.folder("it's"), is(" 'it'\\''s'"));
    assertThat(CommandName.argument("~/shop"), is("~/shop"));
  }
}
