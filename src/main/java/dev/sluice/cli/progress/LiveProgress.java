// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.progress;

import dev.sluice.cli.output.Terminal;
import dev.sluice.report.page.Words;
import dev.sluice.report.text.SafeText;
import dev.sluice.run.progress.Doing;
import dev.sluice.run.progress.RunSnapshot;
import dev.sluice.run.progress.TableProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Progress on a terminal: every table and model with its state, written over again and again. Where
 * there are more than the terminal has lines, those that are at work, and how many others there
 * are.
 */
final class LiveProgress implements ProgressText {
  /** The line of the whole, and the one the cursor stands in. */
  private static final int OTHER_LINES = 3;

  private static final int LONGEST_STATE = 10;

  private static final String CLEAR = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";

  /** A line that is too long for a terminal that became narrower is cut by it, not broken. */
  private static final String NO_WRAP = "\u001b[?7l";

  private static final String WRAP = "\u001b[?7h";

  private final Terminal terminal;
  private int drawn;

  LiveProgress(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public String next(RunSnapshot now, Duration elapsed, boolean isLast) {
    StringBuilder out = new StringBuilder(NO_WRAP);
    if (drawn > 0) {
      out.append("\u001b[").append(drawn).append('A');
    }
    List<String> lines = lines(isLast ? new RunSnapshot(now.tables(), "") : now, elapsed);
    lines.forEach(line -> out.append('\r').append(line).append(CLEAR).append('\n'));
    if (lines.size() < drawn) {
      out.append(CLEAR_BELOW);
    }
    drawn = lines.size();
    return out.append(WRAP).toString();
  }

  private List<String> lines(RunSnapshot now, Duration elapsed) {
    int room = Math.max(terminal.height() - OTHER_LINES, 1);
    boolean fits = now.tables().size() <= room;
    List<TableProgress> shown = fits ? now.tables() : active(now, room - 1);
    int widest = shown.stream().mapToInt(t -> Words.width(name(t))).max().orElse(1);
    Columns columns = Columns.of(shown);
    int longest = Math.max(terminal.width() - columns.width() - LONGEST_STATE - 5, 12);
    List<String> lines = new ArrayList<>();
    shown.forEach(each -> lines.add(line(each, Math.min(widest, longest), columns)));
    if (!fits) {
      lines.add(fit("… " + others(now, shown)));
    }
    lines.add(fit(whole(now, elapsed)));
    return lines;
  }

  /**
   * Those at work, in the order of the spec; those that did the most first, where they are many.
   */
  private static List<TableProgress> active(RunSnapshot now, int most) {
    List<TableProgress> busiest =
        now.tables().stream()
            .filter(each -> each.doing().isActive())
            .sorted(Comparator.comparingLong(TableProgress::rows).reversed())
            .limit(Math.max(most, 0))
            .toList();
    return now.tables().stream().filter(busiest::contains).toList();
  }

  private static String others(RunSnapshot now, List<TableProgress> shown) {
    return Stream.of(Doing.values())
        .map(
            doing -> {
              long count =
                  now.tables().stream()
                      .filter(each -> each.doing() == doing && !shown.contains(each))
                      .count();
              return count == 0 ? "" : SafeText.number(count) + " " + doing.word();
            })
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(", "));
  }

  /** How wide figures are; never less than most need, so that they stand still. */
  private record Columns(int rows, int rate, int dead) {
    static Columns of(List<TableProgress> shown) {
      return new Columns(
          widest(9, shown, TableProgress::rows),
          widest(7, shown, TableProgress::rate),
          shown.stream().anyMatch(t -> t.dead() > 0) ? widest(1, shown, TableProgress::dead) : -7);
    }

    private static int widest(
        int least, List<TableProgress> shown, ToLongFunction<TableProgress> figure) {
      return shown.stream()
          .mapToInt(each -> SafeText.number(figure.applyAsLong(each)).length())
          .reduce(least, Math::max);
    }

    int width() {
      return rows + " rows  ".length() + rate + " rows/s".length() + 2 + dead + " dead".length();
    }
  }

  private static String name(TableProgress table) {
    return SafeText.escape(table.name());
  }

  private String line(TableProgress table, int widest, Columns columns) {
    String name = Words.cut(name(table), widest);
    String state = table.doing().word();
    String figures = figures(table, columns);
    String line =
        name
            + " ".repeat(widest - Words.width(name) + 2)
            + state
            + " ".repeat(LONGEST_STATE - state.length())
            + figures;
    String fitting = fit(line.stripTrailing());
    return paint(fitting, state, table);
  }

  private static String figures(TableProgress table, Columns columns) {
    boolean isSilent = table.doing() == Doing.WAITING || table.doing() == Doing.UNCHANGED;
    if (isSilent) {
      return "";
    }
    String figures =
        String.format(
            Locale.ROOT,
            "  %" + columns.rows() + "s rows  %" + columns.rate() + "s rows/s",
            SafeText.number(table.rows()),
            SafeText.number(table.rate()));
    return table.dead() > 0 ? figures + "  " + SafeText.number(table.dead()) + " dead" : figures;
  }

  private static String whole(RunSnapshot now, Duration elapsed) {
    return "%d of %d done%s, %s"
        .formatted(
            now.done(),
            now.tables().size(),
            now.phase().isEmpty() ? "" : ", " + now.phase(),
            SafeText.seconds(elapsed));
  }

  private String fit(String line) {
    return Words.head(line, terminal.width() - 1);
  }

  /** A state that says something, and rows that are dead. */
  private String paint(String line, String state, TableProgress table) {
    if (!terminal.hasColor()) {
      return line;
    }
    String color = table.doing() == Doing.DONE ? "\u001b[32m" : "\u001b[1m";
    boolean isSilent = table.doing() == Doing.WAITING || table.doing() == Doing.UNCHANGED;
    String painted = line;
    if (table.dead() > 0) {
      String dead = SafeText.number(table.dead()) + " dead";
      painted = painted.replace("  " + dead, "  \u001b[33m" + dead + "\u001b[0m");
    }
    return isSilent
        ? painted
        : painted.replaceFirst("  " + state, "  " + color + state + "\u001b[0m");
  }
}
