// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery.table;

import dev.sluice.table.DataFile;
import dev.sluice.table.file.LandedRun;
import dev.sluice.table.file.Scope;
import dev.sluice.warehouse.bigquery.append.NotAppendableException;
import dev.sluice.warehouse.bigquery.ledger.TableColumns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Cuts a table's files into groups that one load job, or one write stream, each can take. */
public final class StageGroups {
  /** BigQuery takes 10,000 in a job. */
  private static final int MAX_FILES = 5_000;

  private final StagedTables stages;
  private final @Nullable AppendedTables appended;
  private final long manifest;
  private final Instant runTime;

  /**
   * Groups for a manifest.
   *
   * @param appended by which rows come to tables that only grow; null for load jobs alone
   * @param runTime stands for the time of files outside any partition
   */
  public StageGroups(
      StagedTables stages, @Nullable AppendedTables appended, long manifest, Instant runTime) {
    this.stages = stages;
    this.appended = appended;
    this.manifest = manifest;
    this.runTime = runTime;
  }

  /** Loads files aside. */
  List<StagedTable> load(BigQueryTableLoad.Wanted wanted, Collection<DataFile> files) {
    return each(wanted, files, stages::load);
  }

  /**
   * Brings files of a table aside to which they are only added: by appending their rows, where that
   * is the way and rows carry what they hold.
   */
  List<StagedTable> add(BigQueryTableLoad.Wanted wanted, Collection<DataFile> files) {
    AppendedTables appending = appended;
    if (appending == null || !wanted.traits().isGrowing()) {
      return load(wanted, files);
    }
    return each(
        wanted,
        files,
        (part, stamp) -> {
          try {
            return appending.load(part, stamp);
          } catch (NotAppendableException e) {
            AppendedTables.say(part.table(), e);
            return stages.load(part, stamp);
          }
        });
  }

  /** Brings a group aside. */
  private interface Way {
    StagedTable load(StagedTables.Files files, @Nullable Instant stamp);
  }

  private List<StagedTable> each(
      BigQueryTableLoad.Wanted wanted, Collection<DataFile> files, Way way) {
    boolean isStamped = !TableTraits.isOpen(wanted.state());
    Map<Instant, List<DataFile>> byTime = new TreeMap<>();
    List<DataFile> merged = new ArrayList<>();
    for (DataFile file : files) {
      if (!isStamped && LandedRun.isMerged(file.path())) {
        merged.add(file);
        continue;
      }
      Instant time = isStamped ? runTime : Scope.timeOf(file.path()).orElse(runTime);
      byTime.computeIfAbsent(time, t -> new ArrayList<>()).add(file);
    }
    List<StagedTable> loaded = new ArrayList<>();
    byTime.forEach(
        (time, group) -> loaded.addAll(parts(wanted, group, isStamped ? null : time, way)));
    loaded.addAll(parts(wanted, merged, runTime, way));
    return loaded;
  }

  private List<StagedTable> parts(
      BigQueryTableLoad.Wanted wanted, List<DataFile> group, @Nullable Instant stamp, Way way) {
    List<StagedTable> loaded = new ArrayList<>();
    for (int from = 0; from < group.size(); from += MAX_FILES) {
      List<DataFile> part = group.subList(from, Math.min(group.size(), from + MAX_FILES));
      loaded.add(way.load(files(wanted, part), stamp));
    }
    return loaded;
  }

  private StagedTables.Files files(BigQueryTableLoad.Wanted wanted, List<DataFile> files) {
    return new StagedTables.Files(
        wanted.state().table(),
        manifest,
        files.stream().map(DataFile::path).toList(),
        wanted.traits().loaded(wanted.state(), files),
        files.stream().mapToLong(DataFile::rows).sum());
  }

  /** Loads the keys of files that the table must no longer have; null when there are none. */
  @Nullable StagedTable removed(BigQueryTableLoad.Wanted wanted, TableColumns columns) {
    List<String> gone = wanted.gone();
    TableColumns keys = columns.only(wanted.traits().key());
    return gone.isEmpty()
        ? null
        : stages.load(
            new StagedTables.Files(wanted.state().table() + "_gone", manifest, gone, keys, -1),
            null);
  }
}
