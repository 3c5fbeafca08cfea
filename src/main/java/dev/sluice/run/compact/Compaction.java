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
import dev.sluice.spec.policy.PublishSpec.Approve;
import dev.sluice.stats.TableStats;
import dev.sluice.stats.stored.TotalStats;
import dev.sluice.store.Lakes;
import dev.sluice.store.Sha256;
import dev.sluice.store.document.DocumentStore;
import dev.sluice.store.document.Failpoints;
import dev.sluice.store.object.ObjectStore;
import dev.sluice.table.DataFile;
import dev.sluice.table.RowCounts;
import dev.sluice.table.TableState;
import dev.sluice.table.file.Concealment;
import dev.sluice.table.file.Scope;
import dev.sluice.table.iceberg.TableChange.Described;
import dev.sluice.table.log.LakeHead;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Inputs;
import dev.sluice.table.log.Manifest.Outcome;
import dev.sluice.table.log.ManifestStore.Committed;
import dev.sluice.table.log.ManifestWriter;
import dev.sluice.table.read.FileDamage;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
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
  private static final int ID = 12;

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
  public record Table(String name, int files, long bytes, int made, long madeBytes) {}

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
    Committed head = LakeHead.of(spec).orElse(null);
    if (head == null || !isBase(spec, head)) {
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

  /** What a person rejected is not built on. */
  private static boolean isBase(PipelineSpec spec, Committed head) {
    return Decisions.of(spec.lake())
        .base()
        .filter(base -> base.manifest().number() == head.manifest().number())
        .isPresent();
  }

  /** What would be done. */
  public Result plan() {
    List<Table> tables = new ArrayList<>();
    groups.forEach((table, own) -> tables.add(told(table, own, 0)));
    return new Result(null, tables);
  }

  private static Table told(String table, List<List<DataFile>> groups, long madeBytes) {
    List<DataFile> all = groups.stream().flatMap(List::stream).toList();
    long bytes = all.stream().mapToLong(file -> file.content().bytes()).sum();
    return new Table(table, all.size(), bytes, groups.size(), madeBytes);
  }

  /**
   * Does it. Production and the warehouse follow as after a run, which is not done here.
   *
   * @throws PipelineException COMMIT_REFUSED when a run committed meanwhile; nothing is lost
   */
  public Result run(Clock clock) {
    Instant now = clock.instant();
    String attempt = UUID.randomUUID().toString().substring(0, 8);
    Scope run = new Scope(spec.lake(), createdAt(now), attempt, Concealment.of(spec));
    Attempt under = Attempt.begin(run);
    try (Kernel kernel = Kernel.open(settings(run))) {
      Rewrite rewrite = new Rewrite(kernel, run);
      List<Table> told = new ArrayList<>();
      Map<String, TableState> changed = new HashMap<>();
      Map<String, Described> described = new HashMap<>();
      groups.forEach(
          (table, own) -> {
            TableState before = head.manifest().table(table).orElseThrow();
            boolean hasLanded = SmallFiles.hasLanded(before);
            List<DataFile> made = own.stream().map(files -> rewrite.of(files, hasLanded)).toList();
            List<DataFile> gone = own.stream().flatMap(List::stream).toList();
            changed.put(table, before.withData(before.data().with(gone, made)));
            Optional<TableStats> known = TotalStats.of(before);
            known.ifPresent(stats -> described.put(table, TotalStats.described(stats)));
            told.add(
                told(table, own, made.stream().mapToLong(file -> file.content().bytes()).sum()));
          });
      keep(changed);
      Manifest manifest = manifest(run, now, changed);
      return new Result(
          ManifestWriter.commit(DocumentStore.of(spec.lake()), spec.lake(), manifest, described),
          told);
    } finally {
      under.end();
    }
  }

  /** No entry is older than the one before. */
  private String createdAt(Instant now) {
    Instant last = Instant.parse(head.manifest().run().createdAt());
    return (now.isBefore(last) ? last : now.truncatedTo(ChronoUnit.SECONDS)).toString();
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
  private void keep(Map<String, TableState> changed) {
    List<DataFile> made = changed.values().stream().flatMap(t -> t.landed().stream()).toList();
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

  private Manifest manifest(Scope run, Instant now, Map<String, TableState> changed) {
    Manifest base = head.manifest();
    Inputs inputs =
        new Inputs(Inputs.Kind.COMPACT, "", "", "", base.number())
            .of(spec.target().name(), List.of(), List.of());
    Manifest.Stamp stamp =
        new Manifest.Stamp(
            Sha256.of("compact\n" + head.digest()).substring(0, ID),
            run.attempt(),
            run.createdAt(),
            now.toString(),
            Instant.now().toString(),
            specDigest,
            inputs,
            "");
    return new Manifest(
        Manifest.VERSION,
        base.number() + 1,
        spec.name(),
        stamp,
        spec.publish().approve() == Approve.AUTO ? Outcome.PUBLISHED : Outcome.STAGED,
        base.tables().stream()
            .map(table -> after(table, changed.get(table.table())))
            .map(Compaction::quiet)
            .toList(),
        List.of(),
        head.digest());
  }

  /** No raw row and no dead letter is of this run: who asks what it landed is told nothing. */
  private static TableState after(TableState before, @Nullable TableState changed) {
    if (changed == null) {
      return settled(before);
    }
    return SmallFiles.hasLanded(before) ? settled(changed) : changed;
  }

  private static TableState settled(TableState table) {
    return table.withData(table.data().settled());
  }

  /** No row went anywhere. */
  private static TableState quiet(TableState table) {
    return table.counting(new RowCounts(0, 0, 0, 0, 0, table.data().rows()));
  }
}
