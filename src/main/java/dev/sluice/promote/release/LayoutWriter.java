// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.release;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.promote.release.Release.ReleasedTable;
import dev.sluice.store.Sha256;
import dev.sluice.store.document.DocumentStore;
import dev.sluice.store.document.Failpoints;
import dev.sluice.store.document.Failpoints.Step;
import dev.sluice.store.object.ObjectStore;
import dev.sluice.table.DataFile;
import dev.sluice.table.iceberg.SnapshotFiles;
import dev.sluice.table.iceberg.SnapshotFiles.Difference;
import dev.sluice.table.iceberg.SnapshotFiles.State;
import dev.sluice.table.iceberg.TablePointer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Brings {@link ProductionLayout} from one release to the next, as far as the two differ. Whatever
 * it does may be done again.
 */
final class LayoutWriter {
  private static final Pattern OWN = Pattern.compile(".*[0-9a-f]{64}\\.parquet");

  private final String root;
  private final ObjectStore objects;
  private final DocumentStore documents;
  private final LongSupplier newest;

  /** Names that files get, by their paths. */
  private final Map<String, String> names = new LinkedHashMap<>();

  /** Names that go. */
  private final Set<String> going = new TreeSet<>();

  /** Which state readers of a table are sent to; none of a table that left. */
  private final Map<String, Optional<ReleasedTable>> hints = new TreeMap<>();

  /**
   * For one release of a lake.
   *
   * @param newest gives the number of the release that is newest then
   */
  LayoutWriter(String root, LongSupplier newest) {
    this.root = root;
    this.objects = ObjectStore.of(root);
    this.documents = DocumentStore.of(root);
    this.newest = newest;
  }

  /**
   * Places what a release shows.
   *
   * @param before the release before it
   * @param isPlaced whether all that the one before shows is in its place, and nothing else; when
   *     that is not known, whatever is there is looked at
   */
  void place(Optional<Release> before, boolean isPlaced, Release release) throws IOException {
    Map<String, ReleasedTable> earlier = before.map(Release::tables).orElse(Map.of());
    Set<String> tables = new TreeSet<>(earlier.keySet());
    tables.addAll(release.tables().keySet());
    for (String table : tables) {
      ReleasedTable was = earlier.get(table);
      ReleasedTable is = release.tables().get(table);
      boolean isSame = was != null && is != null && was.pointer().equals(is.pointer());
      if (!isPlaced || !isSame) {
        plan(table, isPlaced ? was : null, is);
      }
    }
    Failpoints.around(Step.RELEASE_NAMES, this::link);
    Failpoints.around(Step.RELEASE_HINTS, () -> point(release.number()));
    unlink();
  }

  private void plan(String table, @Nullable ReleasedTable was, @Nullable ReleasedTable is)
      throws IOException {
    Optional<ReleasedTable> shown = Optional.ofNullable(is).filter(ProductionLayout::isKept);
    hints.put(table, shown);
    if (!ProductionLayout.hasNames(root)) {
      return;
    }
    SnapshotFiles files =
        is == null ? new SnapshotFiles(root, table, State.NONE) : is.in(root, table);
    Optional<Difference> difference = since(files, table, was);
    if (difference.isPresent()) {
      difference.get().added().forEach(file -> name(table, file));
      difference.get().removed().forEach(file -> going.add(ProductionLayout.data(table, file)));
    } else {
      Set<String> staying = new TreeSet<>();
      files.files().forEach(file -> staying.add(name(table, file)));
      documents.list(ProductionLayout.data(table)).stream()
          .filter(name -> OWN.matcher(name).matches())
          .map(name -> ProductionLayout.data(table) + "/" + name)
          .filter(name -> !staying.contains(name))
          .forEach(going::add);
    }
  }

  /** What changed; empty when nobody can tell: then all of it may have. */
  private Optional<Difference> since(
      SnapshotFiles files, String table, @Nullable ReleasedTable was) {
    try {
      return Optional.ofNullable(was).map(before -> files.since(before.in(root, table)));
    } catch (PipelineException e) {
      return Optional.empty(); // the state before may be the damaged one
    }
  }

  private String name(String table, DataFile file) {
    String name = ProductionLayout.data(table, file);
    names.put(file.path(), name);
    return name;
  }

  /** A file that is lost gets no name, and holds the others back from none; `verify` tells. */
  private void link() throws IOException {
    names.keySet().retainAll(objects.look(names.keySet()).keySet());
    objects.link(names);
  }

  /** Sends readers to the new states, whose metadata comes first. */
  private void point(long release) throws IOException {
    Map<String, byte[]> changed = new LinkedHashMap<>();
    Map<String, byte[]> last = new LinkedHashMap<>();
    for (Map.Entry<String, Optional<ReleasedTable>> each : hints.entrySet()) {
      String hint = ProductionLayout.hint(each.getKey());
      byte[] there = documents.read(hint).orElse(null);
      // Another process may have come to a later release: readers are never led back.
      if (isLater(there, release)) {
        continue;
      }
      if (each.getValue().isPresent()) {
        ReleasedTable shown = each.getValue().get();
        put(changed, ProductionLayout.metadata(each.getKey(), shown), metadata(shown.pointer()));
        put(last, hint, ProductionLayout.hint(shown));
      } else if (there != null) {
        going.add(hint);
      }
    }
    changed.putAll(last);
    objects.replace(changed);
  }

  private void put(Map<String, byte[]> changed, String path, byte[] content) throws IOException {
    if (!Arrays.equals(documents.read(path).orElse(null), content)) {
      changed.put(path, content);
    }
  }

  /** To be copied: whoever edits the copy in place does not change what the lake consists of. */
  private byte[] metadata(TablePointer state) throws IOException {
    return documents
        .read(state.path())
        .filter(bytes -> Sha256.of(bytes).equals(state.sha256()))
        .orElseThrow(
            () ->
                new PipelineException(
                    ErrorCode.LAKE_READ,
                    "%s/%s was lost or changed after it was written. Restore it from a backup; see `sluice verify`."
                        .formatted(root, state.path())));
  }

  private boolean isLater(byte @Nullable [] hint, long release) {
    if (hint == null) {
      return false;
    }
    String text = new String(hint, StandardCharsets.UTF_8);
    boolean isNumber = text.matches("[1-9][0-9]{0,17}");
    return isNumber && Long.parseLong(text) > release && Long.parseLong(text) <= newest.getAsLong();
  }

  private void unlink() throws IOException {
    Set<String> folders = new TreeSet<>();
    for (String name : going) {
      objects.remove(name);
      folders.add(name.substring(0, name.lastIndexOf('/')));
    }
    objects.sync(folders);
  }
}
