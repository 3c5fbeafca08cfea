// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.release;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.promote.decision.Attribution;
import dev.sluice.store.document.Chain;
import dev.sluice.store.document.Documents;
import dev.sluice.table.TableState;
import dev.sluice.table.iceberg.SnapshotFiles;
import dev.sluice.table.iceberg.SnapshotFiles.State;
import dev.sluice.table.iceberg.TablePointer;
import dev.sluice.table.notes.NoteBook;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What production shows from one moment on: for each table the state that one manifest names. It is
 * as long for many files as for few.
 *
 * @param version of this format
 * @param number 1 for the first release
 * @param manifest the number of the manifest whose tables it shows
 * @param run that made the manifest
 * @param made who released it, and why
 * @param tables the state of each table
 * @param previous the digest of release {@code number - 1}; empty for the first
 */
public record Release(
    int version,
    long number,
    Kind kind,
    long manifest,
    Run run,
    Attribution made,
    Map<String, ReleasedTable> tables,
    String previous)
    implements Chain.Link {
  public static final int VERSION = 2;

  public Release {
    tables = Collections.unmodifiableMap(new TreeMap<>(tables));
  }

  /** How it came about. */
  public enum Kind {
    /** A newer manifest took the place of an older one. */
    PUBLISH,
    /** An earlier release was brought back. */
    ROLLBACK
  }

  /**
   * A committed run.
   *
   * @param digest of its manifest
   * @param createdAt its logical time, ISO 8601 in UTC
   */
  public record Run(String id, String digest, String createdAt) {}

  /**
   * A table of production.
   *
   * @param pointer to its state; {@link TablePointer#NONE} for a table that has none
   * @param schemaId digest of its contract's columns
   * @param since the number of the release from which on production shows this state
   * @param files how many there are
   * @param rows of all files
   * @param bytes of all files
   */
  public record ReleasedTable(
      TablePointer pointer, String schemaId, long since, long files, long rows, long bytes) {
    /** A table as a release with a number shows it, after one that showed another state or none. */
    static ReleasedTable of(TableState table, long number, @Nullable ReleasedTable before) {
      State state = stored(table).state();
      long since =
          before != null && before.pointer().equals(state.pointer()) ? before.since() : number;
      return new ReleasedTable(
          state.pointer(), state.schemaId(), since, state.files(), state.rows(), state.bytes());
    }

    /** The files of a table that a commit names. */
    static SnapshotFiles stored(TableState table) {
      if (table.data().base() instanceof SnapshotFiles files) {
        return files;
      }
      throw new IllegalStateException("No commit names the files of " + table.table());
    }

    /** Its files, looked up in the lake. */
    public SnapshotFiles in(String root, String table) {
      State state = new State(pointer, schemaId, NoteBook.EMPTY, files, rows, bytes);
      return new SnapshotFiles(root, table, state);
    }
  }

  /**
   * Reads a document back.
   *
   * @param name its path, for messages
   * @throws PipelineException MANIFEST_INVALID when it is broken, newer, or of the first format
   */
  public static Release read(byte[] content, String name) {
    JsonNode document = Documents.read(content, JsonNode.class, name, VERSION);
    if (document.path("version").asInt() < VERSION) {
      throw new PipelineException(
          ErrorCode.MANIFEST_INVALID,
          name
              + " is a release of the first format, which lists the files of production; this Sluice does not read it. Begin anew: name another `lake` in pipeline.yaml, or move this folder away, and run; the sources are read again. Or go on with the Sluice that wrote it. Nothing was changed.");
    }
    return Documents.read(content, Release.class, name, VERSION);
  }
}
