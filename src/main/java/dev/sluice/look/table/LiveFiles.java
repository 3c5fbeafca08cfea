// SPDX-License-Identifier: Apache-2.0
package dev.sluice.look.table;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.store.object.ObjectStore;
import dev.sluice.table.TableState;
import dev.sluice.table.iceberg.SnapshotFiles;
import dev.sluice.table.iceberg.TableFile;
import dev.sluice.table.iceberg.TablePointer;
import dev.sluice.table.iceberg.TableSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/** The files of a table's state, as little as is needed to find them. */
public final class LiveFiles {
  private LiveFiles() {}

  /**
   * A file.
   *
   * @param path relative to the lake's root
   */
  public record LiveFile(String path, long rows, long bytes) {}

  /** All of them, in the order of their paths. */
  public static List<LiveFile> of(TableState state) {
    List<LiveFile> files = new ArrayList<>();
    if (state.data().base() instanceof SnapshotFiles stored
        && !stored.state().pointer().equals(TablePointer.NONE)) {
      TableSnapshot snapshot = stored.snapshot();
      for (ManifestFile part : snapshot.manifests(Expressions.alwaysTrue())) {
        read(snapshot, part, files);
      }
    }
    files.sort(Comparator.comparing(LiveFile::path));
    return files;
  }

  private static void read(TableSnapshot snapshot, ManifestFile part, List<LiveFile> files) {
    try (CloseableIterable<TableFile> names = snapshot.names(part)) {
      names.forEach(file -> files.add(new LiveFile(file.path(), file.rows(), file.bytes())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Where statements find them on this machine.
   *
   * @throws PipelineException LAKE_READ when one is lost, or cannot be fetched
   */
  static List<String> local(String root, TableState state) {
    ObjectStore store = ObjectStore.of(root);
    return of(state).stream().map(file -> local(store, root, file.path())).toList();
  }

  private static String local(ObjectStore store, String root, String path) {
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
}
