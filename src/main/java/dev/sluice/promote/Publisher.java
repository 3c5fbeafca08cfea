// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.lake.DataFile;
import dev.sluice.lake.Manifest;
import dev.sluice.lake.TableState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes a manifest's tables visible in the lake's {@code production} folder.
 *
 * <p>A release is complete and on disk before {@code production/current.json} names it, and that
 * file is replaced in one atomic step: a reader who starts from it sees the old release or the new
 * one for all tables, never a mixture. Publishing the same manifest again changes nothing, and
 * finishes what a crash left undone. Earlier releases stay.
 */
public final class Publisher {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Publisher() {}

  /**
   * Publishes the typed tables and models of a committed manifest.
   *
   * <p>A manifest older than the current release gets its own release, but the current one stays: a
   * slow run never takes production back.
   *
   * @return the manifest's release
   */
  public static Release publish(String lakeRoot, Manifest manifest) {
    if (manifest.outcome() == Manifest.Outcome.FAILED) {
      throw new PipelineException(
          ErrorCode.INTERNAL,
          "Run " + manifest.run().id() + " failed; there is nothing to publish");
    }
    Path root = Path.of(lakeRoot);
    try {
      Release release = release(manifest);
      for (TableState table : published(manifest)) {
        place(root, table, release);
      }
      byte[] text = JSON.writeValueAsBytes(release);
      Path production = root.resolve("production");
      DurableFiles.write(production.resolve("releases/" + release.number() + ".json"), text);
      if (current(lakeRoot).map(Release::number).orElse(0L) <= release.number()) {
        DurableFiles.write(production.resolve("current.json"), text);
      }
      return release;
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE,
          "Cannot publish run " + manifest.run().id() + " in " + lakeRoot + ": " + e,
          e);
    }
  }

  /** The release that production shows; empty before the first one. */
  public static Optional<Release> current(String lakeRoot) {
    Path file = Path.of(lakeRoot, "production", "current.json");
    try {
      Release release = JSON.readValue(Files.readAllBytes(file), Release.class);
      if (release.version() > Release.VERSION) {
        throw new PipelineException(
            ErrorCode.MANIFEST_INVALID, file + " was written by a newer version of Sluice");
      }
      return Optional.of(release);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      throw new PipelineException(
          ErrorCode.MANIFEST_INVALID, "Cannot read " + file + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new PipelineException(ErrorCode.LAKE_READ, "Cannot read " + file + ": " + e, e);
    }
  }

  private static List<TableState> published(Manifest manifest) {
    return manifest.tables().stream()
        .filter(t -> t.kind() == TableState.Kind.TYPED || t.kind() == TableState.Kind.MODEL)
        .toList();
  }

  private static Release release(Manifest manifest) {
    Map<String, List<String>> tables = new TreeMap<>();
    for (TableState table : published(manifest)) {
      tables.put(table.table(), targets(manifest.number(), table));
    }
    return new Release(
        Release.VERSION,
        manifest.number(),
        manifest.run().id(),
        manifest.run().createdAt(),
        manifest.number(),
        tables);
  }

  /** A path for each file, in order; files of one name get numbers. */
  private static List<String> targets(long number, TableState table) {
    String folder = "production/%s/release=%06d/".formatted(table.table(), number);
    Set<String> taken = new HashSet<>();
    List<String> targets = new ArrayList<>();
    for (DataFile file : table.files()) {
      String name = file.path().substring(file.path().lastIndexOf('/') + 1);
      String free = name;
      for (int i = 2; !taken.add(free); i++) {
        free = i + "-" + name;
      }
      targets.add(folder + free);
    }
    return targets;
  }

  private static void place(Path root, TableState table, Release release) throws IOException {
    List<String> targets = release.tables().getOrDefault(table.table(), List.of());
    for (int i = 0; i < targets.size(); i++) {
      DataFile file = table.files().get(i);
      Path source = root.resolve(file.path());
      if (!Files.isRegularFile(source)) {
        throw new PipelineException(
            ErrorCode.LAKE_READ,
            "The manifest names " + file.path() + ", but the lake " + root + " has no such file");
      }
      DurableFiles.link(source, root.resolve(targets.get(i)));
    }
    if (!targets.isEmpty()) {
      DurableFiles.syncFolderOf(root.resolve(targets.get(0)));
    }
  }
}
