// SPDX-License-Identifier: Apache-2.0
package dev.sluice.commit.checkpoint;

import dev.sluice.commit.checkpoint.Checkpoint.Finished;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fact.Fact;
import dev.sluice.store.SideBySide;
import dev.sluice.store.document.DocumentKind;
import dev.sluice.store.document.DocumentStore;
import dev.sluice.store.document.Documents;
import dev.sluice.table.DataFile;
import dev.sluice.table.file.Scope;
import dev.sluice.table.read.FileDamage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is known of a run before it is committed: its logical time, and which tables an attempt
 * finished. Every attempt at the run uses what the earlier ones left here.
 */
public final class RunFolder {
  /** Where the folders lie, relative to the lake's root. */
  public static final String RUNS = "_sluice/runs";

  private static final String INTENT = "run.json";

  private final String root;
  private final String folder;
  private final DocumentStore store;

  public RunFolder(String root, String runId) {
    this.root = root;
    this.folder = RUNS + "/" + runId;
    this.store = DocumentStore.of(root);
  }

  /**
   * A run that began.
   *
   * @param version of this format
   * @param runId its id
   * @param createdAt its logical time, ISO 8601 in UTC
   */
  public record Intent(int version, String runId, String createdAt) {
    public static final int VERSION = 1;
  }

  /** Begins the run with a logical time, or returns the time with which it was begun. */
  public String begin(String runId, String createdAt) {
    String path = folder + "/" + INTENT;
    try {
      Intent intent = new Intent(Intent.VERSION, runId, createdAt);
      if (store.create(DocumentKind.RUN, path, Documents.write(intent))) {
        return createdAt;
      }
      byte[] there = store.read(path).orElseThrow(() -> new IOException("it disappeared"));
      return Documents.read(there, Intent.class, root + "/" + path, Intent.VERSION).createdAt();
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE, "Cannot write to the lake " + root + ": " + e, e);
    }
  }

  /** Notes that a table is finished. */
  void finish(Finished finished) {
    String path = folder + "/" + finished.table() + "." + finished.attempt() + ".json";
    try {
      boolean unused = store.create(DocumentKind.CHECKPOINT, path, Documents.write(finished));
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE, "Cannot write " + root + "/" + path + ": " + e, e);
    }
  }

  /**
   * What earlier attempts finished, by table: only what is whole and whose files are, each of them
   * read. A file that no attempt at the run wrote was live before, and need not be looked at.
   */
  public Map<String, Finished> finished() {
    Map<String, Finished> all = new TreeMap<>();
    try {
      for (String name : store.list(folder)) {
        if (!name.equals(INTENT)) {
          open(folder + "/" + name)
              .filter(each -> !all.containsKey(each.table()) && isWhole(each))
              .ifPresent(each -> all.put(each.table(), each));
        }
      }
      return all;
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "Cannot list " + root + "/" + folder + ": " + e, e);
    }
  }

  private Optional<Finished> open(String path) throws IOException {
    Optional<byte[]> json = store.read(path);
    if (json.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Documents.read(json.get(), Finished.class, root + "/" + path, Finished.VERSION));
    } catch (PipelineException e) {
      return Optional.empty(); // a note that is no longer whole notes nothing: the table is redone
    }
  }

  private boolean isWhole(Finished finished) {
    List<DataFile> files = new ArrayList<>();
    for (Fact fact : finished.facts()) {
      if (fact instanceof Fact.Live live && Scope.isOf(finished.attempt(), live.file().path())) {
        files.add(live.file());
      }
    }
    return SideBySide.map(files, file -> FileDamage.of(root, file) == null).stream()
        .allMatch(Boolean::booleanValue);
  }

  /** Removes what a committed run no longer needs. */
  public void remove() {
    try {
      List<String> notes =
          store.list(folder).stream().filter(name -> !name.equals(INTENT)).toList();
      var unused = SideBySide.map(notes, this::remove);
      store.remove(folder + "/" + INTENT);
      store.remove(folder);
    } catch (IOException | UncheckedIOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE, "Cannot remove " + root + "/" + folder + ": " + e, e);
    }
  }

  private String remove(String name) {
    try {
      store.remove(folder + "/" + name);
      return name;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
