// SPDX-License-Identifier: Apache-2.0
package dev.sluice.look.table;

import dev.sluice.bind.filter.RowFilter;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.look.moment.Moment;
import dev.sluice.schema.TableSchema;
import dev.sluice.store.object.ObjectStore;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.TableState.Data;
import dev.sluice.table.file.AuditColumns;
import dev.sluice.table.iceberg.SnapshotFiles;
import dev.sluice.table.iceberg.TableChange;
import dev.sluice.table.iceberg.TableFile;
import dev.sluice.table.iceberg.TablePointer;
import dev.sluice.table.iceberg.TableSnapshot;
import dev.sluice.table.iceberg.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/**
 * The files of a table's state, as little as is needed to find them.
 *
 * @param root the lake's
 * @param failed the run that made it, where that failed: nobody promised to keep its files
 * @param wanted what the rows fulfil that are wanted; empty for all
 */
public record LiveFiles(
    String root, TableState state, Optional<String> failed, Optional<RowFilter> wanted) {
  /** Those of a table as it was at a moment. */
  public static LiveFiles of(String root, TableState state, Optional<Moment> moment) {
    return new LiveFiles(
        root,
        state,
        moment.filter(Moment::isFailed).map(at -> at.manifest().run().id()),
        Optional.empty());
  }

  /** Those whose bounds do not rule out that rows matter. */
  LiveFiles holding(RowFilter filter) {
    return new LiveFiles(root, state, failed, Optional.of(filter));
  }

  /**
   * A file.
   *
   * @param path relative to the lake's root
   */
  public record LiveFile(String path, long rows, long bytes) {}

  /**
   * They, in the order of their paths.
   *
   * @throws PipelineException UNKNOWN_NAME when those of a failed run are not kept any more
   */
  public List<LiveFile> files() {
    List<LiveFile> files = new ArrayList<>(kept(this::read));
    files.sort(Comparator.comparing(LiveFile::path));
    return files;
  }

  private List<LiveFile> read() {
    List<LiveFile> files = new ArrayList<>();
    if (isUncommitted()) {
      state.data().each(file -> files.add(live(file)));
    } else {
      snapshot()
          .ifPresent(
              snapshot ->
                  wanted.ifPresentOrElse(
                      filter -> read(snapshot, FileFilter.of(filter), files),
                      () -> read(snapshot, files)));
    }
    return files;
  }

  private static LiveFile live(DataFile file) {
    return new LiveFile(file.path(), file.rows(), file.content().bytes());
  }

  private static void read(TableSnapshot snapshot, Expression wanted, List<LiveFile> files) {
    try (CloseableIterable<TableFile> holding = snapshot.files(wanted)) {
      holding.forEach(file -> files.add(new LiveFile(file.path(), file.rows(), file.bytes())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void read(TableSnapshot snapshot, List<LiveFile> files) {
    for (ManifestFile part : snapshot.manifests(Expressions.alwaysTrue())) {
      try (CloseableIterable<TableFile> names = snapshot.names(part)) {
        names.forEach(file -> files.add(new LiveFile(file.path(), file.rows(), file.bytes())));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Whether there are files that a failed run alone knows. */
  private boolean isUncommitted() {
    Data data = state.data();
    return data.isReplaced() || !data.put().isEmpty() || !data.removed().isEmpty();
  }

  private Optional<TableSnapshot> snapshot() {
    return state.data().base() instanceof SnapshotFiles stored
            && !stored.state().pointer().equals(TablePointer.NONE)
        ? Optional.of(stored.snapshot())
        : Optional.empty();
  }

  /** The columns with the ids by which files know them; none where there is no file. */
  Schema schema() {
    return kept(
        () -> {
          Schema before = snapshot().map(TableSnapshot::schema).orElseGet(Schema::new);
          return isUncommitted()
              ? Tables.schema(before, TableChange.append(declared(), state.data().put()))
              : before;
        });
  }

  private TableSchema declared() {
    return AuditColumns.declared(state);
  }

  /**
   * Where statements find them on this machine.
   *
   * @throws PipelineException LAKE_READ when one is lost, or cannot be fetched; UNKNOWN_NAME when
   *     those of a failed run are not kept any more
   */
  List<String> local() {
    ObjectStore store = ObjectStore.of(root);
    List<LiveFile> files = files();
    return kept(() -> files.stream().map(file -> local(store, file.path())).toList());
  }

  private String local(ObjectStore store, String path) {
    try {
      return store.fetch(path).toString();
    } catch (NoSuchFileException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ,
          "%s/%s is missing, though a commit names it. Restore it from a backup; `sluice verify` lists every such file."
              .formatted(root, path),
          e);
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "Cannot read %s/%s: %s".formatted(root, path, e), e);
    }
  }

  private <T> T kept(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (PipelineException e) {
      if (failed.isEmpty() || e.code() != ErrorCode.LAKE_READ) {
        throw e;
      }
      throw new PipelineException(
          ErrorCode.UNKNOWN_NAME,
          "The rows of the failed run %s are not kept any more: `sluice gc` takes them once they are a day old. Run again to make them anew. (%s)"
              .formatted(failed.get(), e.getMessage()),
          e);
    }
  }
}
