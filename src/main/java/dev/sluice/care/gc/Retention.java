// SPDX-License-Identifier: Apache-2.0
package dev.sluice.care.gc;

import dev.sluice.care.document.DocumentReader.Read;
import dev.sluice.care.document.LakeDocuments;
import dev.sluice.care.gc.LakeSweep.Terms;
import dev.sluice.care.leftover.ReleasableRuns;
import dev.sluice.error.ErrorCode;
import dev.sluice.promote.decision.Decision;
import dev.sluice.promote.decision.Decision.Verdict;
import dev.sluice.promote.decision.Decisions;
import dev.sluice.promote.release.Release;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Inputs;
import dev.sluice.table.notes.SourceFile;
import dev.sluice.table.notes.Taken;
import dev.sluice.table.past.Horizon;
import dev.sluice.table.past.PastRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Says which runs of a lake stay: those that the spec keeps, and whatever it says, what production
 * shows, what may yet be released, and what the next run builds on.
 */
final class Retention {
  private final String lake;
  private final LakeDocuments papers;
  private final NavigableMap<Long, Read<Manifest>> entries;
  private final Horizon before;
  private final Terms terms;
  private final Instant now;

  Retention(String lake, LakeDocuments papers, Terms terms, Instant now) {
    this.lake = lake;
    this.papers = papers;
    this.entries = papers.manifests().intact();
    this.before = papers.marks().horizon();
    this.terms = terms;
    this.now = now;
  }

  /** The documents that stay; their horizon says nothing yet of the runs that go. */
  LakeDocuments kept() {
    return papers.keeping(horizon(), terms.keep().isEverything() ? papers.failed() : evidence());
  }

  private Horizon horizon() {
    if (entries.isEmpty()) {
      return before;
    }
    Set<Long> needed = terms.keep().isEverything() ? entries.keySet() : needed();
    long first = Math.max(before.first(), Math.min(wanted(), entries.lastKey()));
    while (first > before.first() && needed.contains(first - 1)) {
      first--;
    }
    NavigableMap<Long, String> single = new TreeMap<>();
    entries
        .headMap(first, false)
        .forEach(
            (number, entry) -> {
              if (needed.contains(number)) {
                single.put(number, entry.digest());
              }
            });
    String previous = entry(first).document().previous();
    return new Horizon(Horizon.VERSION, first, previous, single, before.runs());
  }

  private Read<Manifest> entry(long number) {
    return Objects.requireNonNull(entries.get(number));
  }

  /** The first of the runs that the spec keeps; more than there are when it keeps none. */
  private long wanted() {
    if (terms.keep().isEverything()) {
      return 1;
    }
    Integer runs = terms.keep().runs();
    Integer days = terms.keep().days();
    long byNumber = entries.lastKey() + 1 - (runs == null ? 0 : runs);
    long byAge =
        days == null
            ? Long.MAX_VALUE
            : entries.values().stream()
                .map(Read::document)
                .filter(run -> isYoung(run, days))
                .mapToLong(Manifest::number)
                .min()
                .orElse(Long.MAX_VALUE);
    return Math.max(1, Math.min(byNumber, byAge));
  }

  private boolean isYoung(Manifest run, int days) {
    return Instant.parse(run.run().finishedAt()).isAfter(now.minus(Duration.ofDays(days)));
  }

  private Set<Long> needed() {
    Set<Long> needed = new HashSet<>();
    Decisions decisions = Decisions.of(lake);
    Read<Release> shown = papers.releases().intact().get(papers.releases().newest());
    if (shown != null) {
      needed.add(shown.document().manifest());
    }
    for (long number : ReleasableRuns.of(lake, papers)) {
      Manifest run = entry(number).document();
      if (mayBeReleased(run, decisions.on(number))) {
        needed.add(number);
      }
    }
    decisions.base().ifPresent(base -> base(base.manifest(), needed));
    return needed;
  }

  private boolean mayBeReleased(Manifest run, Optional<Decision> decision) {
    Instant end =
        decision
            .filter(each -> each.verdict() == Verdict.APPROVE)
            .map(each -> Instant.parse(each.expiresAt()))
            .orElse(Instant.parse(run.run().finishedAt()).plus(terms.expireAfter()));
    return now.isBefore(end);
  }

  /** The next run builds on one, and asks of the last that read the sources what it read. */
  private void base(Manifest base, Set<Long> needed) {
    needed.add(base.number());
    Read<Manifest> each = entries.get(base.number());
    while (each != null && each.document().run().inputs().kind() != Inputs.Kind.RUN) {
      each = entries.get(each.document().run().inputs().base());
    }
    if (each != null) {
      needed.add(each.document().number());
    }
  }

  /** Failed runs are counted apart, by the same terms. */
  private List<Read<Manifest>> evidence() {
    List<Read<Manifest>> newest = new ArrayList<>(papers.failed());
    newest.sort(
        Comparator.comparing((Read<Manifest> each) -> each.document().run().startedAt())
            .reversed());
    Integer runs = terms.keep().runs();
    Integer days = terms.keep().days();
    List<Read<Manifest>> kept = new ArrayList<>();
    for (int i = 0; i < newest.size(); i++) {
      Manifest run = newest.get(i).document();
      boolean isOpen = run.run().reason().startsWith(ErrorCode.COMMIT_UNKNOWN.name());
      if (isOpen || (runs != null && i < runs) || (days != null && isYoung(run, days))) {
        kept.add(newest.get(i));
      }
    }
    return kept;
  }

  /** Notes what is still told of the runs that go; the horizon that may then be written. */
  Horizon noting(Horizon next) {
    Map<String, PastRun> gone = new HashMap<>();
    entries.forEach(
        (number, entry) -> {
          if (!next.keeps(number)) {
            gone.put(number.toString(), past(entry.document(), builtOn(number)));
          }
        });
    return new Horizon(
        Horizon.VERSION,
        next.first(),
        next.previous(),
        next.kept(),
        before.runs().with(lake, Horizon.PAGES, gone, again(next)));
  }

  /** What was told of runs that are kept all the same. */
  private Set<String> again(Horizon next) {
    return next.kept().keySet().stream()
        .filter(number -> !before.keeps(number))
        .map(String::valueOf)
        .collect(Collectors.toSet());
  }

  private List<Manifest> builtOn(long number) {
    return entries.values().stream()
        .map(Read::document)
        .filter(run -> run.run().inputs().base() == number)
        .toList();
  }

  private static PastRun past(Manifest run, List<Manifest> next) {
    Manifest.Stamp stamp = run.run();
    return new PastRun(
        stamp.id(),
        stamp.attempt(),
        stamp.inputs().kind().name().toLowerCase(Locale.ROOT),
        run.outcome().name().toLowerCase(Locale.ROOT),
        stamp.createdAt(),
        stamp.inputs().base(),
        run.tables().stream()
            .filter(table -> table.kind() == TableState.Kind.RAW)
            .flatMap(table -> table.added().stream())
            .map(PastRun::folder)
            .distinct()
            .toList(),
        corrected(run, next));
  }

  /** By them dead letters of what a file held are known to be of nothing that is there any more. */
  private static Map<String, Map<String, String>> corrected(Manifest run, List<Manifest> next) {
    Map<String, Map<String, String>> corrected = new TreeMap<>();
    for (TableState table : run.tables()) {
      Map<String, String> files = new TreeMap<>();
      for (Manifest later : next) {
        later.table(table.table()).ifPresent(now -> corrected(table.taken(), now.taken(), files));
      }
      if (!files.isEmpty()) {
        corrected.put(table.table(), files);
      }
    }
    return corrected;
  }

  private static void corrected(Taken before, Taken now, Map<String, String> files) {
    if (before.put().isEmpty()
        && now.put().isEmpty()
        && Objects.equals(before.base(), now.base())) {
      return;
    }
    Map<String, String> digests =
        now.sources().stream()
            .filter(SourceFile::isWhole)
            .collect(Collectors.toMap(SourceFile::path, SourceFile::digest));
    before.sources().stream()
        .filter(SourceFile::isWhole)
        .filter(file -> !digests.getOrDefault(file.path(), file.digest()).equals(file.digest()))
        .forEach(file -> files.put(file.path(), file.digest()));
  }
}
