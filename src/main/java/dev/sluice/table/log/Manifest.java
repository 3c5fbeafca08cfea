// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.log;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.sluice.store.document.Chain;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.Verdict;
import dev.sluice.table.key.DeletedRows;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a run did, and the only commit point: data files exist for readers because a manifest with
 * outcome {@link Outcome#STAGED} or {@link Outcome#PUBLISHED} names them. A failed run leaves one
 * with outcome {@link Outcome#FAILED} as evidence, outside the numbered chain.
 *
 * @param version of this format
 * @param number 1 for a lake's first commit; 0 for a failed run
 * @param previous the SHA-256 of manifest {@code number - 1}, empty for the first
 */
public record Manifest(
    int version,
    long number,
    String pipeline,
    Stamp run,
    Outcome outcome,
    List<TableState> tables,
    List<Verdict> verdicts,
    String previous)
    implements Chain.Link, Serializable {
  public static final int VERSION = 2;

  public Manifest {
    tables = List.copyOf(tables);
    verdicts = List.copyOf(verdicts);
  }

  /** The same with other tables. */
  public Manifest withTables(List<TableState> others) {
    return new Manifest(version, number, pipeline, run, outcome, others, verdicts, previous);
  }

  public Optional<TableState> table(String name) {
    return tables.stream().filter(t -> t.table().equals(name)).findFirst();
  }

  /** The tables that production shows once the manifest is released. */
  public List<TableState> published() {
    return tables.stream().filter(TableState::isPublished).toList();
  }

  /** The tables that a warehouse has: all but deleted rows. */
  public List<TableState> loaded() {
    return tables.stream().filter(t -> t.kind() != TableState.Kind.DELETED).toList();
  }

  /** How many keys of a table the run deleted; empty where none can be. */
  public Optional<Long> deleted(String table) {
    return table(DeletedRows.of(table)).map(rows -> rows.counts().published());
  }

  /** How a run ended. */
  public enum Outcome {
    /** Committed and waiting for approval. */
    STAGED,
    /** Committed and visible in production. */
    PUBLISHED,
    /** Held back by a gate or stopped by trouble; nothing is visible. */
    FAILED
  }

  /** The paths of all files it names. */
  public Set<String> paths() {
    return tables.stream()
        .flatMap(table -> table.files().stream())
        .map(DataFile::path)
        .collect(Collectors.toSet());
  }

  /** Where its document lies, relative to the lake's root. */
  public String path() {
    return ManifestStore.path(number);
  }

  /**
   * Who, when, from what.
   *
   * @param id the run's id: a digest of the pipeline, the spec, the input and the state it builds
   *     on
   * @param attempt random: one run may be attempted several times
   * @param createdAt the run's logical time, ISO 8601 in UTC; names its partitions
   * @param startedAt wall clock, ISO 8601 in UTC
   * @param finishedAt wall clock, ISO 8601 in UTC
   * @param specDigest SHA-256 of the spec's files
   * @param inputs what it read
   * @param reason why a failed run failed, else empty
   */
  public record Stamp(
      String id,
      String attempt,
      String createdAt,
      String startedAt,
      String finishedAt,
      String specDigest,
      Inputs inputs,
      String reason)
      implements Serializable {}

  /**
   * What a run was asked to read.
   *
   * @param kind why it ran
   * @param fingerprint digest of the names, lengths and times of all source files, or of the ids of
   *     the letters of a replay
   * @param from the least cursor value of a backfill; empty when it has no bound
   * @param to the cursor value a backfill stops before; empty when it has no bound
   * @param base the number of the manifest whose state it builds on; 0 for none
   * @param target which of the spec's targets it ran for; empty for none
   * @param selected the tables and models it was to look at; empty for all of them
   * @param deferred the tables and models that it read in another lake
   */
  public record Inputs(
      Kind kind,
      String fingerprint,
      String from,
      String to,
      long base,
      @JsonInclude(Include.NON_EMPTY) String target,
      @JsonInclude(Include.NON_EMPTY) List<String> selected,
      @JsonInclude(Include.NON_EMPTY) List<Deferred> deferred)
      implements Serializable {
    public Inputs {
      selected = List.copyOf(selected);
      deferred = List.copyOf(deferred);
    }

    /** Of all tables of a spec without targets. */
    public Inputs(Kind kind, String fingerprint, String from, String to, long base) {
      this(kind, fingerprint, from, to, base, "", List.of(), List.of());
    }

    /** As the same run has them that reads a part of its tables, some of them elsewhere. */
    public Inputs of(String ofTarget, List<String> part, List<Deferred> elsewhere) {
      return new Inputs(kind, fingerprint, from, to, base, ofTarget, part, elsewhere);
    }

    /**
     * A table that was read in the lake of another target, and is no part of this one.
     *
     * @param entry the number of the manifest that made its state
     * @param digest of that manifest
     */
    public record Deferred(String table, String target, String lake, long entry, String digest)
        implements Serializable {}

    /** Of a run that was stopped before its inputs were known. */
    public static final Inputs UNKNOWN = new Inputs(Kind.RUN, "", "", "", 0);

    /** Why a run ran. */
    public enum Kind {
      /** To take in what the sources hold. */
      RUN,
      /** To read a range again. */
      BACKFILL,
      /** To send dead letters through the spec again. */
      REPLAY,
      /** To make few files of many; no row changes. */
      COMPACT
    }
  }
}
