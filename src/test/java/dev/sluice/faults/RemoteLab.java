// SPDX-License-Identifier: Apache-2.0
package dev.sluice.faults;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import dev.sluice.fixture.Buckets;
import dev.sluice.fixture.Emulators;
import dev.sluice.promote.release.Release;
import dev.sluice.promote.release.Release.ReleasedTable;
import dev.sluice.promote.release.Releases;
import dev.sluice.table.DataFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A lab whose lake lies in a bucket; its state is read from a download. */
final class RemoteLab {
  private static final String PREFIX = "some/lake/";

  private final Lab lab;
  private final Storage storage = Buckets.client(Emulators.gcs());
  private final String bucket = Buckets.make();
  private final Path lake;

  RemoteLab(Path base, int rows) {
    lab = new Lab(base, rows);
    lake = lab.folder().resolve("lake");
    lab.edit("lake: lake", "lake: gs://" + bucket + "/some/lake/");
    restore();
  }

  Path folder() {
    return lab.folder();
  }

  String[] command() {
    return lab.command();
  }

  /** Goes back to the beginning. */
  void restore() {
    lab.restore();
    blobs().forEach(blob -> storage.delete(blob.getBlobId()));
    try (Stream<Path> files = Files.walk(lake)) {
      for (Path file : files.filter(Files::isRegularFile).filter(f -> !isName(f)).toList()) {
        Blob unused =
            storage.create(
                BlobInfo.newBuilder(id(lake.relativize(file).toString())).build(),
                Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Lab.delete(lake);
  }

  /** What {@link Lab#snapshot} says of the lake as it is in the bucket. */
  Map<String, String> snapshot() {
    download();
    try {
      return lab.snapshot();
    } finally {
      Lab.delete(lake);
    }
  }

  long[] lostAndDuplicated() {
    return lab.lostAndDuplicated();
  }

  private void download() {
    try {
      for (Blob blob : blobs()) {
        Path file = lake.resolve(blob.getName().substring(PREFIX.length()));
        Files.createDirectories(file.getParent());
        Files.write(file, blob.getContent());
      }
      nameWhatProductionShows();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it is a name to glob, of which a lake in a bucket has none. */
  private boolean isName(Path file) {
    return lake.relativize(file).toString().matches("production/[^/]+/data/.+");
  }

  private void nameWhatProductionShows() throws IOException {
    Release shown = Releases.of(lake.toString()).newest().orElseThrow();
    for (Map.Entry<String, ReleasedTable> table : shown.tables().entrySet()) {
      Path names = Files.createDirectories(lake.resolve("production/" + table.getKey() + "/data"));
      for (DataFile file : table.getValue().in(lake.toString(), table.getKey()).files()) {
        Path stored = lake.resolve(file.path());
        Files.copy(stored, names.resolve(stored.getFileName()));
      }
    }
  }

  /** The paths of all objects, in order. */
  List<String> paths() {
    return blobs().stream().map(b -> b.getName().substring(PREFIX.length())).sorted().toList();
  }

  byte[] read(String path) {
    return storage.readAllBytes(id(path));
  }

  void write(String path, byte[] content) {
    Blob unused = storage.create(BlobInfo.newBuilder(id(path)).build(), content);
  }

  void remove(String path) {
    boolean unused = storage.delete(id(path));
  }

  private BlobId id(String path) {
    return BlobId.of(bucket, PREFIX + path);
  }

  private List<Blob> blobs() {
    List<Blob> blobs = new ArrayList<>();
    storage.list(bucket, Storage.BlobListOption.prefix(PREFIX)).iterateAll().forEach(blobs::add);
    return blobs;
  }
}
