// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.compact;

import dev.sluice.error.PipelineException;
import dev.sluice.plan.Attempt;
import dev.sluice.run.compact.Compaction.Result;
import dev.sluice.run.compact.Compaction.Table;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.policy.PublishSpec.Approve;
import dev.sluice.stats.stored.TotalStats;
import dev.sluice.store.Sha256;
import dev.sluice.store.document.DocumentStore;
import dev.sluice.table.DataFile;
import dev.sluice.table.RowCounts;
import dev.sluice.table.TableState;
import dev.sluice.table.file.Scope;
import dev.sluice.table.iceberg.TableChange.Described;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Inputs;
import dev.sluice.table.log.Manifest.Outcome;
import dev.sluice.table.log.ManifestStore.Committed;
import dev.sluice.table.log.ManifestWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Few files that were made of many, and that no entry of the log names so far: {@link #commit} may
 * do it. Until it is closed nobody clears them away; where none names them then, {@code gc} does.
 */
public final class Rewritten implements AutoCloseable {
  private static final int ID = 12;

  private final PipelineSpec spec;
  private final String specDigest;
  private final Scope run;
  private final Instant began;
  private final Attempt under;
  private final List<Change> changes;

  /**
   * What is to become of a table's files.
   *
   * @param gone files whose rows are in the others
   * @param made the others
   */
  record Change(String table, List<DataFile> gone, List<DataFile> made) {
    Change {
      gone = List.copyOf(gone);
      made = List.copyOf(made);
    }

    private Table told() {
      long bytes = made.stream().mapToLong(file -> file.content().bytes()).sum();
      return Table.of(table, gone, made.size(), bytes);
    }
  }

  Rewritten(
      PipelineSpec spec,
      String specDigest,
      Scope run,
      Instant began,
      Attempt under,
      List<Change> changes) {
    this.spec = spec;
    this.specDigest = specDigest;
    this.run = run;
    this.began = began;
    this.under = under;
    this.changes = List.copyOf(changes);
  }

  /** No entry is older than the one before. */
  static Instant createdAt(Committed head, Instant time) {
    Instant last = Instant.parse(head.manifest().run().createdAt());
    return time.isBefore(last) ? last : time;
  }

  /**
   * Commits it after the newest entry, whatever came since the files were written.
   *
   * @param known what is known of the lake's small files
   * @return empty where a file whose rows were written anew is no longer there
   * @throws PipelineException COMMIT_REFUSED when somebody else commits in this moment; nothing is
   *     lost
   */
  public Optional<Result> commit(Candidates known) {
    return Compaction.base(spec)
        .filter(head -> changes.stream().allMatch(change -> isThere(head, change, known)))
        .map(this::commit);
  }

  private static boolean isThere(Committed head, Change change, Candidates known) {
    return head.manifest()
        .table(change.table())
        .filter(table -> !table.isLeft() && known.hasAll(table, change.gone()))
        .isPresent();
  }

  /** Commits it after an entry that names all the files whose rows were written anew. */
  Result commit(Committed head) {
    Map<String, TableState> changed = new HashMap<>();
    Map<String, Described> described = new HashMap<>();
    List<Table> told = new ArrayList<>();
    for (Change change : changes) {
      TableState before = head.manifest().table(change.table()).orElseThrow();
      changed.put(
          change.table(), before.withData(before.data().with(change.gone(), change.made())));
      TotalStats.of(before)
          .ifPresent(stats -> described.put(change.table(), TotalStats.described(stats)));
      told.add(change.told());
    }
    DocumentStore store = DocumentStore.of(spec.lake());
    return new Result(
        ManifestWriter.commit(store, spec.lake(), manifest(head, changed), described), told);
  }

  private Manifest manifest(Committed head, Map<String, TableState> changed) {
    Manifest base = head.manifest();
    Inputs inputs =
        new Inputs(Inputs.Kind.COMPACT, "", "", "", base.number())
            .of(spec.target().name(), List.of(), List.of());
    Manifest.Stamp stamp =
        new Manifest.Stamp(
            Sha256.of("compact\n" + head.digest()).substring(0, ID),
            run.attempt(),
            createdAt(head, Instant.parse(run.createdAt())).toString(),
            began.toString(),
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
            .map(Rewritten::quiet)
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

  @Override
  public void close() {
    under.end();
  }
}
