// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.compact;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.plan.Attempt;
import dev.sluice.promote.decision.Decisions;
import dev.sluice.run.compact.SmallFiles.Extent;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.store.Lakes;
import dev.sluice.store.document.Failpoints;
import dev.sluice.store.object.ObjectStore;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.file.Concealment;
import dev.sluice.table.file.Scope;
import dev.sluice.table.log.LakeHead;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore.Committed;
import dev.sluice.table.read.FileDamage;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes few files of many small ones, by an entry of the log in which every table has the rows it
 * had: a run beside it is refused, or refuses it, as any two runs. What the files before held stays
 * readable as of the entries before, and goes with them.
 *
 * <p>What is written is what is read: where nothing is small, nothing is.
 */
public final class Compaction {
  private final PipelineSpec spec;
  private final String specDigest;
  private final Committed head;
  private final Map<String, List<List<DataFile>>> groups;

  private Compaction(
      PipelineSpec spec,
      String specDigest,
      Committed head,
      Map<String, List<List<DataFile>>> groups) {
    this.spec = spec;
    this.specDigest = specDigest;
    this.head = head;
    this.groups = groups;
  }

  /**
   * What became of a table's files.
   *
   * @param files how many of them became fewer
   * @param bytes how long those were
   * @param made how many they became
   * @param madeBytes how long those are; 0 where they were not made
   */
  public record Table(String name, int files, long bytes, int made, long madeBytes) {
    static Table of(String name, List<DataFile> before, int made, long madeBytes) {
      long bytes = before.stream().mapToLong(file -> file.content().bytes()).sum();
      return new Table(name, before.size(), bytes, made, madeBytes);
    }
  }

  /**
   * What was done.
   *
   * @param manifest of the new entry; null where nothing was to be done, or nothing was done
   */
  public record Result(@Nullable Manifest manifest, List<Table> tables) {
    public Result {
      tables = List.copyOf(tables);
    }
  }

  /**
   * All small files of a lake.
   *
   * @throws PipelineException when the lake cannot be read, or is another pipeline's
   */
  public static Optional<Compaction> ofAll(PipelineSpec spec, String specDigest) {
    return of(spec, specDigest, new Candidates(), Extent.ALL);
  }

  /** Those of which there are many of one size; {@code known} remembers what it was shown. */
  public static Optional<Compaction> ofMany(
      PipelineSpec spec, String specDigest, Candidates known) {
    return of(spec, specDigest, known, Extent.MANY);
  }

  private static Optional<Compaction> of(
      PipelineSpec spec, String specDigest, Candidates known, Extent extent) {
    Committed head = base(spec).orElse(null);
    if (head == null) {
      return Optional.empty();
    }
    Map<String, List<List<DataFile>>> groups = new LinkedHashMap<>();
    for (TableState table : head.manifest().tables()) {
      boolean mayBe = SmallFiles.isGathering(table) && !table.isLeft();
      if (mayBe && table.data().count() > 1) {
        List<List<DataFile>> own = known.of(table, extent);
        if (!own.isEmpty()) {
          groups.put(table.table(), own);
        }
      }
    }
    return groups.isEmpty()
        ? Optional.empty()
        : Optional.of(new Compaction(spec, specDigest, head, groups));
  }

  /** The newest entry; empty where there is none, and where a person rejected it. */
  static Optional<Committed> base(PipelineSpec spec) {
    return LakeHead.of(spec)
        .filter(
            head ->
                Decisions.of(spec.lake())
                    .base()
                    .filter(base -> base.manifest().number() == head.manifest().number())
                    .isPresent());
  }

  /** What would be done. */
  public Result plan() {
    List<Table> tables = new ArrayList<>();
    groups.forEach(
        (table, own) ->
            tables.add(
                Table.of(table, own.stream().flatMap(List::stream).toList(), own.size(), 0)));
    return new Result(null, tables);
  }

  /**
   * Does it. Production and the warehouse follow as after a run, which is not done here.
   *
   * @throws PipelineException COMMIT_REFUSED when a run committed meanwhile; nothing is lost
   */
  public Result run(Clock clock) {
    try (Rewritten rewritten = write(clock)) {
      return rewritten.commit(head);
    }
  }

  /**
   * Writes the files, and brings them to disk; nothing names them so far, so that anything else may
   * be done meanwhile.
   *
   * @throws PipelineException when files are lost or damaged, or the lake cannot be written
   */
  public Rewritten write(Clock clock) {
    Instant now = clock.instant();
    String attempt = UUID.randomUUID().toString().substring(0, 8);
    String createdAt = Rewritten.createdAt(head, now.truncatedTo(ChronoUnit.SECONDS)).toString();
    Scope run = new Scope(spec.lake(), createdAt, attempt, Concealment.of(spec));
    Attempt under = Attempt.begin(run);
    boolean isDone = false;
    try (Kernel kernel = Kernel.open(settings(run))) {
      Rewrite rewrite = new Rewrite(kernel, run);
      List<Rewritten.Change> changes = new ArrayList<>();
      groups.forEach(
          (table, own) -> {
            TableState before = head.manifest().table(table).orElseThrow();
            boolean hasLanded = SmallFiles.hasLanded(before);
            List<DataFile> made = own.stream().map(files -> rewrite.of(files, hasLanded)).toList();
            changes.add(
                new Rewritten.Change(table, own.stream().flatMap(List::stream).toList(), made));
          });
      keep(changes);
      isDone = true;
      return new Rewritten(spec, specDigest, run, now, under, changes);
    } finally {
      if (!isDone) {
        under.end();
      }
    }
  }

  private KernelSettings settings(Scope run) {
    boolean isRemote = Lakes.isRemote(spec.lake());
    return new KernelSettings(
            KernelSettings.memoryFor(widest()),
            isRemote ? Lakes.kernelFolder(spec.lake()) : run.absolute(run.scratch()),
            List.of(Lakes.kernelFolder(spec.lake())))
        .at(run.createdAt());
  }

  private int widest() {
    return groups.values().stream()
        .mapToInt(own -> own.get(0).get(0).columns().size())
        .max()
        .orElse(1);
  }

  /** Every file that was made is there in its full length, and on disk for good. */
  private void keep(List<Rewritten.Change> changes) {
    List<DataFile> made = changes.stream().flatMap(change -> change.made().stream()).toList();
    FileDamage.ofLengths(spec.lake(), made)
        .forEach(
            (file, damage) -> {
              if (damage != null) {
                throw new PipelineException(
                    ErrorCode.LAKE_READ,
                    "%s/%s %s. Nothing was committed.".formatted(spec.lake(), file.path(), damage));
              }
            });
    try {
      Failpoints.around(
          Failpoints.Step.LANDED_SYNC,
          () -> ObjectStore.of(spec.lake()).sync(made.stream().map(DataFile::path).toList()));
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE,
          "What was written cannot be brought to disk in %s: %s. Nothing was committed."
              .formatted(spec.lake(), e),
          e);
    }
  }
}
