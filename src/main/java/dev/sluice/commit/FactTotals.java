// SPDX-License-Identifier: Apache-2.0
package dev.sluice.commit;

import dev.sluice.fact.ControlCounts;
import dev.sluice.fact.Fact;
import dev.sluice.fact.Fact.Difference;
import dev.sluice.fact.Fact.Tally;
import dev.sluice.table.DataFile;
import dev.sluice.table.Verdict;
import dev.sluice.table.Verdict.Row;
import dev.sluice.table.notes.SourceFile;
import dev.sluice.table.time.Watermark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Adds up facts by table. */
final class FactTotals {
  private final Map<String, Map<Tally, Long>> tallies = new HashMap<>();
  private final Map<String, List<DataFile>> live = new HashMap<>();
  private final Map<String, List<DataFile>> gone = new HashMap<>();
  private final Map<String, List<SourceFile>> sources = new HashMap<>();
  private final Map<String, Map<String, Fact.Warned>> warned = new HashMap<>();
  private final Map<String, Map<Difference, Map<String, Long>>> differed = new HashMap<>();
  private final Map<String, Map<String, List<String>>> reached = new HashMap<>();
  private final Map<String, Watermark> passed = new HashMap<>();
  private final Map<String, String> computed = new HashMap<>();
  private final Map<String, String> described = new HashMap<>();
  private final Map<List<String>, ControlCounts> announced = new HashMap<>();
  private final List<Verdict> verdicts = new ArrayList<>();

  static FactTotals of(Iterable<Fact> facts) {
    FactTotals ledger = new FactTotals();
    facts.forEach(ledger::add);
    ledger.live.values().forEach(files -> files.sort(Comparator.comparing(DataFile::path)));
    ledger.sources.values().forEach(files -> files.sort(Comparator.comparing(SourceFile::path)));
    ledger.verdicts.sort(Comparator.comparing(Verdict::table).thenComparing(Verdict::check));
    return ledger;
  }

  private void add(Fact fact) {
    if (fact instanceof Fact.Counted counted) {
      tallies
          .computeIfAbsent(counted.table(), t -> new EnumMap<>(Tally.class))
          .merge(counted.tally(), counted.rows(), Long::sum);
    } else if (fact instanceof Fact.Live file) {
      live.computeIfAbsent(file.table(), t -> new ArrayList<>()).add(file.file());
    } else if (fact instanceof Fact.Gone file) {
      gone.computeIfAbsent(file.table(), t -> new ArrayList<>()).add(file.file());
    } else if (fact instanceof Fact.Read read) {
      sources.computeIfAbsent(read.table(), t -> new ArrayList<>()).add(read.file());
    } else if (fact instanceof Fact.Announced told) {
      announced.put(List.of(told.table(), told.check()), told.counts());
    } else if (fact instanceof Fact.Reached value) {
      reached
          .computeIfAbsent(value.table(), t -> new HashMap<>())
          .computeIfAbsent(value.source(), s -> new ArrayList<>())
          .add(value.value());
    } else if (fact instanceof Fact.Passed time) {
      passed.put(time.table(), time.watermark());
    } else if (fact instanceof Fact.Warned broken) {
      warned
          .computeIfAbsent(broken.table(), t -> new HashMap<>())
          .merge(broken.rule(), broken, FactTotals::sum);
    } else if (fact instanceof Fact.Differed found) {
      differed
          .computeIfAbsent(found.table(), t -> new EnumMap<>(Difference.class))
          .computeIfAbsent(found.difference(), d -> new TreeMap<>())
          .merge(found.field(), found.values(), Long::sum);
    } else if (fact instanceof Fact.Computed model) {
      computed.put(model.table(), model.extent());
    } else if (fact instanceof Fact.Described sum) {
      described.put(sum.table(), sum.path());
    } else if (fact instanceof Fact.Judged judged) {
      verdicts.add(judged.verdict());
    }
  }

  long tally(String table, Tally tally) {
    return tallies.getOrDefault(table, Map.of()).getOrDefault(tally, 0L);
  }

  List<DataFile> live(String table) {
    return live.getOrDefault(table, List.of());
  }

  /** Files that were live before and are not any more, where a step tells what changed. */
  List<DataFile> gone(String table) {
    return gone.getOrDefault(table, List.of());
  }

  long liveRows(String table) {
    return live(table).stream().mapToLong(DataFile::rows).sum();
  }

  List<SourceFile> sources(String table) {
    return sources.getOrDefault(table, List.of());
  }

  /** The paths of the same. */
  Set<String> read(String table) {
    return sources(table).stream().map(SourceFile::path).collect(Collectors.toSet());
  }

  /** What the sender of a table's files says of them; null where nobody looked. */
  @Nullable ControlCounts announced(String table, String check) {
    return announced.get(List.of(table, check));
  }

  /** The greatest cursor values of valid rows of a source file. */
  List<String> reached(String table, String source) {
    return reached.getOrDefault(table, Map.of()).getOrDefault(source, List.of());
  }

  /** How far a table's event time came; empty where nobody says. */
  Optional<Watermark> passed(String table) {
    return Optional.ofNullable(passed.get(table));
  }

  /** The rows that broke a rule which only warns. */
  Fact.Warned warned(String table, String rule) {
    return warned
        .getOrDefault(table, Map.of())
        .getOrDefault(rule, new Fact.Warned(table, rule, 0, List.of()));
  }

  private static Fact.Warned sum(Fact.Warned one, Fact.Warned other) {
    List<Row> rows = new ArrayList<>(one.examples());
    rows.addAll(other.examples());
    List<Row> first =
        Row.summed(rows).stream().sorted(Row.BY_VALUES).limit(Verdict.MOST_ROWS).toList();
    return new Fact.Warned(one.table(), one.rule(), one.rows() + other.rows(), first);
  }

  /** By field, how many values differed from a table's contract. */
  Map<String, Long> differed(String table, Difference difference) {
    return differed.getOrDefault(table, Map.of()).getOrDefault(difference, Map.of());
  }

  /** How much of a model was computed; empty where nobody asks. */
  String computed(String table) {
    return computed.getOrDefault(table, "");
  }

  /** Where the statistics of the files that a table got are, by its name. */
  Map<String, String> described() {
    return described;
  }

  List<Verdict> verdicts() {
    return List.copyOf(verdicts);
  }
}
