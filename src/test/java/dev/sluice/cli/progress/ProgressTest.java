// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.progress;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;

import dev.sluice.cli.output.Terminal;
import dev.sluice.run.progress.Doing;
import dev.sluice.run.progress.RunSnapshot;
import dev.sluice.run.progress.TableProgress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final String LONG = "a_table_whose_name_is_as_long_as_names_may_be_which_is_sixty";

  private static final RunSnapshot BEGUN =
      now(table("orders", Doing.READING, 12_000, 0), table("daily", Doing.WAITING, 0, 0));
  private static final RunSnapshot HALF =
      now(table("orders", Doing.DONE, 24_000, 3), table("daily", Doing.COMPUTING, 7, 0));

  private static TableProgress table(String name, Doing doing, long rows, long dead) {
    return new TableProgress(name, doing, rows, dead, Duration.ofSeconds(2));
  }

  private static RunSnapshot now(TableProgress... tables) {
    return new RunSnapshot(List.of(tables), "");
  }

  private static Terminal terminal(boolean hasColor, int width, int height) {
    return new Terminal(true, true, hasColor, width, height);
  }

  /** What a person sees of one frame. */
  private static List<String> lines(String frame) {
    return frame.replaceAll("\u001b\\[[?0-9]*[A-Za-z]|\r", "").lines().toList();
  }

  @Test
  void saysALineForEachTableAtItsEnd() {
    PlainProgress plain = new PlainProgress();
    assertThat(plain.next(BEGUN, Duration.ofMillis(500), false), is(""));
    String done = "[0.9 s] orders: done, 24,000 rows, 3 dead, 12,000 rows/s\n";
    assertThat(plain.next(HALF, Duration.ofMillis(900), false), is(done));
    assertThat(plain.next(HALF, Duration.ofMillis(950), true), is(""));
  }

  @Test
  void saysHowTheRestGoesEveryTenSeconds() {
    PlainProgress plain = new PlainProgress();
    assertThat(plain.next(BEGUN, Duration.ofMillis(9_900), false), is(""));
    assertThat(
        plain.next(BEGUN, Duration.ofSeconds(10), false),
        is("[10.0 s] 0 of 2 done; reading orders (12,000 rows)\n"));
    assertThat(plain.next(BEGUN, Duration.ofSeconds(19), false), is(""));
    assertThat(
        plain.next(new RunSnapshot(BEGUN.tables(), "checking"), Duration.ofSeconds(20), false),
        is("[20.0 s] 0 of 2 done; reading orders (12,000 rows); checking\n"));
  }

  @Test
  void namesAFewOfManyInOneLine() {
    List<TableProgress> many = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      many.add(table("t" + i, Doing.READING, i, 0));
    }
    String line =
        new PlainProgress().next(new RunSnapshot(many, ""), Duration.ofSeconds(10), false);
    assertThat(
        line,
        is(
            "[10.0 s] 0 of 200 done; reading t0 (0 rows), reading t1 (1 row), reading t2 (2 rows),"
                + " reading t3 (3 rows) and 196 more\n"));
  }

  @Test
  void drawsEveryTableWithItsStateAndWritesOverIt() {
    LiveProgress live = new LiveProgress(terminal(false, 80, 24));
    String first = live.next(BEGUN, Duration.ofSeconds(1), false);
    assertThat(
        lines(first),
        is(
            List.of(
                "orders  reading        12,000 rows    6,000 rows/s",
                "daily   waiting",
                "0 of 2 done, 1.0 s")));
    assertThat(first, not(containsString("\u001b[3A")));
    String second = live.next(HALF, Duration.ofSeconds(2), true);
    assertThat(second, containsString("\u001b[3A\rorders"));
    assertThat(
        lines(second),
        is(
            List.of(
                "orders  done           24,000 rows   12,000 rows/s  3 dead",
                "daily   computing           7 rows        3 rows/s",
                "1 of 2 done, 2.0 s")));
  }

  @Test
  void showsThoseAtWorkWhereThereAreMoreThanLines() {
    List<TableProgress> many = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Doing doing = i < 40 ? Doing.DONE : i < 44 ? Doing.READING : Doing.WAITING;
      many.add(table("t" + i, doing, i, 0));
    }
    LiveProgress live = new LiveProgress(terminal(false, 80, 8));
    List<String> lines = lines(live.next(new RunSnapshot(many, "checking"), Duration.ZERO, false));
    assertThat(
        lines.stream().map(line -> line.split("  ")[0]).toList(),
        is(
            List.of(
                "t40",
                "t41",
                "t42",
                "t43",
                "… 156 waiting, 40 done",
                "40 of 200 done, checking, 0.0 s")));
  }

  @Test
  void clearsWhatAShorterFrameLeaves() {
    LiveProgress live = new LiveProgress(terminal(false, 80, 5));
    RunSnapshot three =
        now(
            table("a", Doing.READING, 1, 0),
            table("b", Doing.READING, 1, 0),
            table("c", Doing.READING, 1, 0));
    RunSnapshot one =
        now(
            table("a", Doing.READING, 1, 0),
            table("b", Doing.DONE, 1, 0),
            table("c", Doing.DONE, 1, 0));
    String first = live.next(three, Duration.ZERO, false);
    assertThat(lines(first).size(), is(3));
    assertThat(live.next(one, Duration.ZERO, false), containsString("\u001b[3A"));
  }

  @Test
  void neverWritesBeyondTheTerminalsEdge() {
    for (int width : new int[] {40, 80, 120}) {
      LiveProgress live = new LiveProgress(terminal(false, width, 24));
      RunSnapshot long1 = now(table(LONG, Doing.VALIDATING, 1_234_567_890, 999));
      for (String line : lines(live.next(long1, Duration.ofSeconds(1), false))) {
        assertThat(line, line.length(), lessThanOrEqualTo(width - 1));
      }
    }
  }

  @Test
  void paintsOnlyWhereColourIsWanted() {
    String painted = new LiveProgress(terminal(true, 80, 24)).next(HALF, Duration.ZERO, true);
    assertThat(painted, containsString("\u001b[32mdone\u001b[0m"));
    assertThat(painted, containsString("\u001b[33m3 dead\u001b[0m"));
    String plain = new LiveProgress(terminal(false, 80, 24)).next(HALF, Duration.ZERO, true);
    assertThat(plain, not(containsString("\u001b[3")));
  }

  @Test
  void saysTheLastWordWhenClosed() {
    StringWriter err = new StringWriter();
    ProgressView view = ProgressView.on(Terminal.NONE, new PrintWriter(err));
    view.follow(() -> HALF);
    view.close();
    assertThat(err.toString(), containsString("orders: done, 24,000 rows"));
  }
}
