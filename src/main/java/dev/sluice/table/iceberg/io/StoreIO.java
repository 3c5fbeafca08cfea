// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.iceberg.io;

import dev.sluice.store.object.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.jspecify.annotations.Nullable;

/**
 * Gives Iceberg the files of a lake, in a folder or a bucket.
 *
 * <p>A file is written once, under a name that is not taken, and its digest noted. A file whose
 * digest is known is read only when it has that digest. Only what was written here is ever removed
 * here.
 */
public final class StoreIO implements FileIO {
  private static final long serialVersionUID = 1L;

  private final String root;
  private final transient ObjectStore store;
  private final transient LakePaths paths;
  private final transient Map<String, String> digests = new ConcurrentHashMap<>();
  private final transient Set<String> whole = ConcurrentHashMap.newKeySet();
  private final transient Map<String, String> written = new ConcurrentHashMap<>();

  public StoreIO(String root, LakePaths paths) {
    this.root = root;
    this.store = ObjectStore.of(root);
    this.paths = paths;
  }

  public LakePaths paths() {
    return paths;
  }

  /** Says what digest a file must have. */
  public void expect(String location, String sha256) {
    digests.put(paths.path(location), sha256);
  }

  /** The digest of a file, if it is known. */
  @Nullable
  public String digest(String location) {
    return digests.get(paths.path(location));
  }

  /** The paths of what was written and not removed again, in order. */
  public List<String> written() {
    return List.copyOf(new TreeMap<>(written).keySet());
  }

  @Override
  public InputFile newInputFile(String location) {
    return new StoreInput(this, paths.path(location), location);
  }

  @Override
  public OutputFile newOutputFile(String location) {
    return new StoreOutput(this, paths.path(location), location);
  }

  @Override
  public void deleteFile(String location) {
    String path = paths.path(location);
    if (written.remove(path) == null) {
      throw new IllegalArgumentException(location + " was not written by this change");
    }
    try {
      store.remove(path);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove " + name(path), e);
    }
  }

  ObjectStore store() {
    return store;
  }

  String name(String path) {
    return root + "/" + path;
  }

  /** The digest that a file must have and was not yet compared with; null when there is none. */
  @Nullable String unread(String path) {
    return whole.contains(path) ? null : digests.get(path);
  }

  void isWhole(String path) {
    whole.add(path);
  }

  void landed(String path, String sha256) {
    digests.put(path, sha256);
    whole.add(path);
    written.put(path, sha256);
  }

  private Object writeReplace() {
    throw new UnsupportedOperationException("Files of a lake are opened where they are read");
  }
}
