// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan.sources;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.store.Sha256;
import dev.sluice.store.object.ObjectStore;
import dev.sluice.table.file.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Notes up to which offsets an attempt reads topics, so that the one that takes its place after it
 * was killed reads the same, and is the same run. The note goes with the attempt's own folder: one
 * that ended, well or not, leaves none.
 */
public final class NotedHeads {
  private static final String FILE = "heads.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String root;
  private final String of;
  private final boolean hasTopics;
  private final Map<String, Long> heads = new TreeMap<>();

  /**
   * The heads of a run.
   *
   * @param run what makes it the same as another, whatever its sources hold
   */
  public NotedHeads(PipelineSpec spec, String run) {
    this.root = spec.lake();
    this.hasTopics =
        spec.tables().stream().anyMatch(t -> t.source() instanceof SourceSpec.MessageLog);
    this.of = Sha256.of(spec.name() + "\n" + spec.target().name() + "\n" + run);
  }

  /** What is noted. */
  private record Note(String of, Map<String, Long> heads) {}

  /** Those that a killed attempt noted, by partition; none where there is no such attempt. */
  public Map<String, Long> ofKilled() {
    Map<String, Long> found = new TreeMap<>();
    if (!hasTopics) {
      return found;
    }
    try {
      ObjectStore store = ObjectStore.of(root);
      for (String attempt : store.folders(Scope.SCRATCH)) {
        if (!store.isClaimed(Scope.LOCKS + "/" + attempt + ".lock")) {
          Note note = read(store, Scope.SCRATCH + "/" + attempt + "/" + FILE);
          if (note.of().equals(of)) {
            found.putAll(note.heads());
          }
        }
      }
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "Cannot look for earlier attempts in " + root + ": " + e, e);
    }
    return found;
  }

  /** Adds those of partitions that this run looked at; of files there are none. */
  public void add(List<InputFile> files) {
    files.stream()
        .filter(file -> file.log() != null)
        .forEach(file -> heads.put(file.path(), file.bytes()));
  }

  /** One that is not there, or was cut, says nothing. */
  private static Note read(ObjectStore store, String path) {
    try (InputStream in = store.open(path)) {
      Map<String, Object> all = JSON.readValue(in, new TypeReference<>() {});
      Map<String, Long> heads =
          JSON.convertValue(all.getOrDefault("heads", Map.of()), new TypeReference<>() {});
      return new Note(String.valueOf(all.get("of")), heads);
    } catch (IOException | IllegalArgumentException e) {
      return new Note("", Map.of());
    }
  }

  /** Notes them in an attempt's own folder. */
  public void write(Scope run) {
    if (heads.isEmpty()) {
      return;
    }
    try {
      byte[] text = JSON.writeValueAsBytes(Map.of("of", of, "heads", heads));
      ObjectStore.of(root).replace(Map.of(run.scratch() + "/" + FILE, text));
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE, "Cannot write to the lake " + root + ": " + e, e);
    }
  }
}
