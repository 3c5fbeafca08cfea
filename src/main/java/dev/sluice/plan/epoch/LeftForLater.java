// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan.epoch;

import dev.sluice.error.Plural;
import dev.sluice.intake.InputFile;
import dev.sluice.plan.epoch.HeldEpoch.Input;
import dev.sluice.spec.table.LoadSpec.Disposition;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.store.Lakes;
import dev.sluice.table.notes.SourceFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of the sources a run leaves alone though it is there: what epochs had read that are held or
 * discarded, and, in a stream, files of this machine that somebody may still be writing, and what
 * is more than an epoch takes in.
 */
public final class LeftForLater {
  /** How long a file must have been left alone before a stream reads it. */
  public static final Duration SETTLING = Duration.ofSeconds(2);

  private final List<HeldEpochs.Entry> all;
  private final List<HeldEpochs.Entry> left;
  private final @Nullable Instant now;
  private final EpochLimit limit;
  private final Set<String> whole;

  private LeftForLater(
      List<HeldEpochs.Entry> epochs, @Nullable Instant now, EpochLimit limit, Set<String> whole) {
    this.all = List.copyOf(epochs);
    this.left = epochs.stream().filter(HeldEpochs.Entry::isLeft).toList();
    this.now = now;
    this.limit = limit;
    this.whole = Set.copyOf(whole);
  }

  /**
   * What a run of a lake leaves.
   *
   * @param now when an epoch of a stream begins; null for a run that takes in all there is
   */
  public static LeftForLater of(String lake, @Nullable Instant now) {
    return of(HeldEpochs.of(lake).all(), now);
  }

  /** The same of known epochs. */
  public static LeftForLater of(List<HeldEpochs.Entry> epochs, @Nullable Instant now) {
    return new LeftForLater(epochs, now, EpochLimit.NONE, Set.of());
  }

  /**
   * The same, which leaves what is above a limit.
   *
   * @param tables which are taken in as they are, for others are held against them
   */
  public LeftForLater within(EpochLimit most, Set<String> tables) {
    return new LeftForLater(all, now, most, tables);
  }

  /** How much of a table is taken in at most; one that is read as a whole has no limit. */
  public EpochLimit limit(TableSpec table) {
    return table.load().disposition() == Disposition.REPLACE || whole.contains(table.name())
        ? EpochLimit.NONE
        : limit;
  }

  /** Whether files may come later, so that none need be there yet. */
  public boolean isOfStream() {
    return now != null;
  }

  /** What people should know of it before a run; each a sentence. */
  public List<String> notes() {
    List<HeldEpochs.Entry> held = left.stream().filter(each -> each.decision() == null).toList();
    return held.isEmpty() || isOfStream()
        ? List.of()
        : List.of(
            "%s of a stream %s held, and what %s had read is left alone: `sluice epochs list` shows %s."
                .formatted(
                    Plural.of(held.size(), "epoch"),
                    held.size() == 1 ? "is" : "are",
                    held.size() == 1 ? "it" : "they",
                    held.size() == 1 ? "it" : "them"));
  }

  /**
   * The files of a table as this run is to see them: one that is left looks as it did when it was
   * taken in, or is not there. A table that is read as a whole keeps all its files, if one is left.
   *
   * @param before what is taken in
   */
  public List<InputFile> seen(TableSpec table, List<SourceFile> before, List<InputFile> found) {
    Map<String, List<Input>> inputs =
        inputs(left, table.name()).collect(Collectors.groupingBy(Input::path));
    List<InputFile> seen = new ArrayList<>();
    Map<String, SourceFile> known = new HashMap<>();
    before.forEach(file -> known.put(file.path(), file));
    boolean isAnyLeft = false;
    for (InputFile file : found) {
      List<Input> own = inputs.getOrDefault(file.path(), List.of());
      if (!isWritten(file) && own.stream().noneMatch(input -> input.is(file))) {
        seen.add(file);
        continue;
      }
      isAnyLeft = true;
      SourceFile old = known.get(file.path());
      if (old != null && old.isWhole()) {
        seen.add(noted(old));
      }
    }
    boolean isWhole = table.load().disposition() == Disposition.REPLACE;
    return isAnyLeft && isWhole
        ? before.stream().filter(SourceFile::isWhole).map(LeftForLater::noted).toList()
        : seen;
  }

  private static InputFile noted(SourceFile old) {
    return new InputFile(old.path(), old.bytes(), old.modified());
  }

  /** Whether somebody may be writing a file. Objects of a bucket are there when they are whole. */
  private boolean isWritten(InputFile file) {
    if (now == null || file.modified() == 0 || Lakes.isRemote(file.path())) {
      return false;
    }
    long age = now.toEpochMilli() - file.modified();
    return Math.abs(age) < SETTLING.toMillis();
  }

  /**
   * Where reading of a log goes on behind what epochs had read that were held, whatever became of
   * them since: what is released is read beside it. A table that is read as a whole reads what is
   * released with all the rest.
   *
   * @param log its id
   * @param isSame whether a path is that log's
   * @return 0 where none was
   */
  public long behind(TableSpec table, String log, Predicate<String> isSame) {
    boolean isWhole = table.load().disposition() == Disposition.REPLACE;
    return inputs(isWhole ? left : all, table.name())
        .filter(input -> input.log().equals(log) && isSame.test(input.path()))
        .mapToLong(Input::bytes)
        .max()
        .orElse(0);
  }

  /** The parts of logs that epochs had read which were held, and are to be read again. */
  public List<Input> released(String table) {
    return inputs(all.stream().filter(each -> !each.isLeft()).toList(), table)
        .filter(Input::isLog)
        .toList();
  }

  /** The paths of what is left of a table because an epoch had read it. */
  public Set<String> heldPaths(String table) {
    return inputs(left, table).map(Input::path).collect(Collectors.toSet());
  }

  private static Stream<Input> inputs(List<HeldEpochs.Entry> epochs, String table) {
    return epochs.stream()
        .flatMap(each -> each.epoch().inputs().getOrDefault(table, List.of()).stream());
  }
}
