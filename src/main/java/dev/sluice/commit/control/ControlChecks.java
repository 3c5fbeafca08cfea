// SPDX-License-Identifier: Apache-2.0
package dev.sluice.commit.control;

import dev.sluice.error.Plural;
import dev.sluice.fact.ControlCounts;
import dev.sluice.fact.ControlCounts.Count;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.rule.CheckSpec.Control;
import dev.sluice.spec.rule.Consequence;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.table.Verdict;
import dev.sluice.table.Verdict.Row;
import dev.sluice.table.notes.SourceFile;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds one table's files, as a run read them, against what their sender says of them. What cannot
 * be known never passes.
 */
public final class ControlChecks {
  private static final int NAMED = 3;

  private final String table;
  private final CheckSpec check;
  private final Control asked;
  private final List<Row> against = new ArrayList<>();
  private long equal;
  private long different;
  private long untold;
  private long absent;
  private long rows;

  private ControlChecks(String table, CheckSpec check, Control asked) {
    this.table = table;
    this.check = check;
    this.asked = asked;
  }

  /**
   * Judges one check.
   *
   * @param read the files that the run read, each with its records
   * @param counts what is said of them; null where nobody looked, since nothing was to be read
   */
  public static Verdict judge(
      String table,
      CheckSpec check,
      Control asked,
      String root,
      List<SourceFile> read,
      @Nullable ControlCounts counts) {
    ControlChecks own = new ControlChecks(table, check, asked);
    if (counts == null) {
      return read.isEmpty()
          ? own.verdict(true, "not judged: no file was read")
          : own.verdict(false, "cannot be computed: what the sender says was not looked for");
    }
    return own.judge(read, counts.counts(root), counts.problems());
  }

  private Verdict judge(List<SourceFile> read, List<Count> counts, List<String> problems) {
    Map<String, Long> records = new HashMap<>();
    read.forEach(file -> records.merge(file.path(), file.records(), Long::sum));
    Set<String> open = new HashSet<>(records.keySet());
    for (Count count : counts) {
      count.files().forEach(open::remove);
      compare(count, records);
    }
    open.stream().sorted().forEach(path -> untold(path, records.getOrDefault(path, 0L)));
    if (!problems.isEmpty()) {
      return verdict(false, "cannot be computed: " + told(problems)).showing(against);
    }
    if (different + untold + absent > 0) {
      return verdict(false, wrong()).showing(against);
    }
    return read.isEmpty()
        ? verdict(true, "not judged: no file was read")
        : verdict(
            true, "%s as told (%s)".formatted(Plural.of(equal, "count"), Plural.of(rows, "row")));
  }

  private void compare(Count count, Map<String, Long> records) {
    if (count.files().isEmpty()) {
      absent++;
      show(count.name(), null, count, "the file is not there");
      return;
    }
    long found =
        count.earlier()
            + count.files().stream().mapToLong(path -> records.getOrDefault(path, 0L)).sum();
    if (isWithin(found, count.rows())) {
      equal++;
      rows += found;
      return;
    }
    different++;
    String far = Plural.of(Math.abs(found - count.rows()), "row");
    show(count.name(), found, count, far + (found < count.rows() ? " too few" : " too many"));
  }

  private boolean isWithin(long found, long told) {
    long apart = Math.abs(found - told);
    Long rows = asked.difference();
    Double ratio = asked.ratio();
    if (rows == null && ratio == null) {
      return apart == 0;
    }
    return (rows == null || apart <= rows)
        && (ratio == null
            || BigDecimal.valueOf(apart)
                    .compareTo(BigDecimal.valueOf(ratio).multiply(BigDecimal.valueOf(told)))
                <= 0);
  }

  private void untold(String path, long found) {
    untold++;
    show(SourceSpec.shortName(path), found, null, "no line tells of it");
  }

  private void show(String file, @Nullable Long found, @Nullable Count count, String difference) {
    if (against.size() < check.terms().examples()) {
      Map<String, @Nullable String> values = new LinkedHashMap<>();
      values.put("file", file);
      values.put("read", found == null ? null : String.valueOf(found));
      values.put("told", count == null ? null : String.valueOf(count.rows()));
      values.put("by", count == null ? null : count.control());
      values.put("difference", difference);
      against.add(new Row(values, 1));
    }
  }

  private String wrong() {
    List<String> parts = new ArrayList<>();
    if (different > 0) {
      parts.add("%s of %d not as told".formatted(Plural.of(different, "count"), different + equal));
    }
    if (untold > 0) {
      parts.add(Plural.of(untold, "file") + " of which nothing is told");
    }
    if (absent > 0) {
      parts.add(Plural.of(absent, "file") + " told of and not there");
    }
    return String.join(", ", parts);
  }

  private static String told(List<String> problems) {
    int more = problems.size() - NAMED;
    return String.join("; ", problems.subList(0, Math.min(NAMED, problems.size())))
        + (more > 0 ? "; and " + more + " more" : "");
  }

  private String expected() {
    List<String> within = new ArrayList<>();
    Long difference = asked.difference();
    Double ratio = asked.ratio();
    if (difference != null) {
      within.add(Plural.of(difference, "row"));
    }
    if (ratio != null) {
      within.add(BigDecimal.valueOf(ratio).toPlainString() + " of them");
    }
    return "of each file the rows that %s tells%s"
        .formatted(
            asked.control(), within.isEmpty() ? "" : ", within " + String.join(" and ", within));
  }

  private Verdict verdict(boolean passed, String observed) {
    String severity = check.consequence() == Consequence.WARN ? "warn" : "fail";
    return new Verdict(table, check.name(), severity, passed, observed, expected());
  }
}
