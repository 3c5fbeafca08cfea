// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lake;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes manifests: the one commit point of a run.
 *
 * <p>A manifest is created under its number, or not at all: written aside, synced, and linked to
 * its name, which fails when the name is taken. Committing the same run twice returns the first
 * commit.
 */
public final class Commits {
  private Commits() {}

  /** The newest committed manifest. */
  public static Optional<Manifest> latest(String root) {
    List<Manifest> all = ManifestStore.committed(root);
    return all.stream().max(Comparator.comparingLong(Manifest::number));
  }

  /** The SHA-256 of a committed manifest's bytes. */
  public static String digest(String root, long number) {
    try {
      return Checksums.sha256(path(root, number));
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.MANIFEST_INVALID, "Cannot read manifest " + path(root, number), e);
    }
  }

  /**
   * Commits.
   *
   * @return the manifest that is committed under the run's id
   * @throws PipelineException COMMIT_REFUSED when another run took the number
   */
  public static Manifest commit(String root, Manifest manifest) {
    Path target = path(root, manifest.number());
    try {
      create(target, ManifestStore.toJson(manifest));
      return manifest;
    } catch (FileAlreadyExistsException e) {
      Manifest there = read(target);
      if (there.run().id().equals(manifest.run().id())) {
        return there;
      }
      throw new PipelineException(
          ErrorCode.COMMIT_REFUSED,
          "Run %s committed manifest %d first; nothing of this run is visible. Run again to build on it."
              .formatted(there.run().id(), manifest.number()));
    } catch (IOException e) {
      throw new PipelineException(ErrorCode.LAKE_WRITE, "Cannot write manifest " + target, e);
    }
  }

  /** Keeps a held-back run's manifest as evidence, outside the chain. */
  public static void recordFailure(String root, Manifest manifest) {
    Path target = Path.of(root, "_sluice", "failed", manifest.run().id() + ".json");
    try {
      Files.deleteIfExists(target);
      create(target, ManifestStore.toJson(manifest));
    } catch (IOException e) {
      throw new PipelineException(ErrorCode.LAKE_WRITE, "Cannot write evidence " + target, e);
    }
  }

  private static Manifest read(Path path) {
    try {
      return ManifestStore.fromJson(Files.readString(path));
    } catch (IOException e) {
      throw new PipelineException(ErrorCode.MANIFEST_INVALID, "Cannot read manifest " + path, e);
    }
  }

  private static Path path(String root, long number) {
    return Path.of(root, "_sluice", "manifests", "%06d.json".formatted(number));
  }

  private static void create(Path target, String json) throws IOException {
    Path folder = Files.createDirectories(target.toAbsolutePath().getParent());
    Path aside = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID());
    try {
      try (FileChannel channel =
          FileChannel.open(aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.createLink(target, aside);
    } finally {
      Files.deleteIfExists(aside);
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
