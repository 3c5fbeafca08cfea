// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.output;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.report.text.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Nothing that a terminal obeys is printed, whoever wrote it. */
class PlainOutputTest {
  /** Clear the screen, the one-byte form of the same, turn the text around, a tag, delete. */
  private static final String HOSTILE = "a\u001b[2Jb\u009b2Jc\u202ed\u2066e\udb40\udc01f\u007fg";

  private static final String SPELLED = "a\\u001b[2Jb\\u009b2Jc\\u202ed\\u2066e\\ue0001f\\u007fg";

  private static final Pattern OBEYED = Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029&&[^\\n]]");

  @Test
  void spellsOutWhatATerminalObeysAndKeepsTheRest() {
    StringWriter out = new StringWriter();
    PrintWriter plain = PlainOutput.over(new PrintWriter(out));
    plain.print(HOSTILE + "\n😀 Müller 漢\n");
    plain.print("half \ud83d");
    plain.flush();
    assertThat(out.toString(), is(SPELLED + "\n😀 Müller 漢\nhalf \\ud83d"));
  }

  @Test
  void jsonEscapesThemSoThatAReaderGetsThemBack() {
    String json = Json.write(Map.of("name", HOSTILE));
    assertThat(json.lines().anyMatch(line -> OBEYED.matcher(line).find()), is(false));
    assertThat(new Ran(0, json, "").json().path("name").asText(), is(HOSTILE));
  }

  @Test
  void everyCommandPrintsThroughIt() {
    for (String json : new String[] {"--quiet", "--json"}) {
      Ran ran = Pipelines.sluice("run", "no" + HOSTILE, json);
      assertThat(ran.exit(), not(is(0)));
      String all = ran.out() + ran.err();
      assertThat(all, OBEYED.matcher(all).find(), is(false));
    }
    Ran wrong = Pipelines.sluice("run", "--" + HOSTILE);
    assertThat(wrong.err(), OBEYED.matcher(wrong.err()).find(), is(false));
  }

  @Test
  void logsOfLibrariesPassIt() {
    String logged = new PlainFormatter().format(new LogRecord(Level.WARNING, HOSTILE));
    assertThat(logged, OBEYED.matcher(logged).find(), is(false));
  }
}
