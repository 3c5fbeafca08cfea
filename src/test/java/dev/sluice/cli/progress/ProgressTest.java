// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.progress;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.sluice.run.PipelineRun.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final List<Progress> NONE = List.of(new Progress("orders", 0, 0));
  private static final List<Progress> SOME = List.of(new Progress("orders", 12_000, 3));
  private static final List<Progress> MORE = List.of(new Progress("orders", 24_000, 3));

  @Test
  void speaksWhenATableStartsThenEveryTwoSeconds() {
    PlainProgress plain = new PlainProgress();
    assertThat(plain.next(NONE, Duration.ofMillis(100), false), equalTo(""));
    assertThat(
        plain.next(SOME, Duration.ofMillis(500), false),
        equalTo("[0.5 s] orders: 12,000 rows, 24,000 rows/s, 3 dead\n"));
    assertThat(plain.next(MORE, Duration.ofMillis(900), false), equalTo(""));
    assertThat(
        plain.next(MORE, Duration.ofMillis(2_000), false),
        equalTo("[2.0 s] orders: 24,000 rows, 12,000 rows/s, 3 dead\n"));
    assertThat(plain.next(MORE, Duration.ofMillis(9_000), false), equalTo(""));
  }

  @Test
  void writesOverItsOwnLinesOnATerminal() {
    LiveProgress live = new LiveProgress(new Terminal(true, false, 80));
    String first = live.next(SOME, Duration.ofSeconds(1), false);
    assertThat(first, not(containsString("\u001b[1A")));
    assertThat(first, containsString("orders         12,000 rows       12,000 rows/s"));
    String second = live.next(MORE, Duration.ofSeconds(2), true);
    assertThat(second, startsWith("\u001b[1A\rorders"));
  }

  @Test
  void neverWritesBeyondTheTerminalsEdge() {
    LiveProgress live = new LiveProgress(new Terminal(true, false, 40));
    String line = live.next(SOME, Duration.ofSeconds(1), false);
    assertThat(line.replace("\r", "").replace("\u001b[K\n", "").length(), lessThanOrEqualTo(39));
  }

  @Test
  void paintsOnlyWhereColourIsWanted() {
    Map<String, String> plain = Map.of("NO_COLOR", "1", "COLUMNS", "132");
    Terminal terminal = Terminal.of(plain, "true", false);
    assertThat(terminal, equalTo(new Terminal(true, false, 132)));
    assertThat(Terminal.of(Map.of(), null, true), equalTo(new Terminal(true, true, 80)));
    assertThat(Terminal.of(Map.of(), "false", true), equalTo(new Terminal(false, false, 80)));
    assertThat(
        Terminal.of(Map.of("TERM", "dumb"), "true", true), equalTo(new Terminal(false, false, 80)));
    assertThat(
        new LiveProgress(new Terminal(true, true, 80)).next(SOME, Duration.ofSeconds(1), true),
        containsString("\u001b[33m"));
  }

  @Test
  void saysTheLastWordWhenClosed() {
    StringWriter err = new StringWriter();
    ProgressView view = ProgressView.on(new Terminal(false, false, 80), new PrintWriter(err));
    view.follow(() -> SOME);
    view.close();
    assertThat(err.toString(), containsString("orders: 12,000 rows"));
  }
}
