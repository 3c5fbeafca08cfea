// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.log;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.store.document.DocumentKind;
import dev.sluice.store.document.DocumentStore;
import dev.sluice.table.log.Manifest.Outcome;
import dev.sluice.table.log.Manifest.Stamp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestWriterTest {
  private @TempDir Path root;

  @Test
  void returnsWhatItCommitted() {
    assertThat(latest(), is(Optional.empty()));
    ManifestWriter.commit(store(), root.toString(), manifest(1, "a"));
    ManifestWriter.commit(store(), root.toString(), manifest(2, "b"));
    assertThat(latest(), is(Optional.of(manifest(2, "b"))));
  }

  @Test
  void commitsTheSameRunOnce() {
    ManifestWriter.commit(store(), root.toString(), manifest(1, "a"));
    assertThat(
        ManifestWriter.commit(store(), root.toString(), manifest(1, "a")),
        equalTo(manifest(1, "a")));
  }

  @Test
  void refusesANumberThatAnotherRunTook() {
    ManifestWriter.commit(store(), root.toString(), manifest(1, "a"));
    PipelineException refused =
        assertThrows(
            PipelineException.class,
            () -> ManifestWriter.commit(store(), root.toString(), manifest(1, "b")));
    assertThat(refused.code(), is(ErrorCode.COMMIT_REFUSED));
    assertThat(
        refused.getMessage(),
        is(
            "Run a committed manifest 1 first; nothing of this run is visible. Run again to build on"
                + " it."));
  }

  @Test
  void keepsFailuresOutsideTheChain() {
    ManifestWriter.recordFailure(store(), manifest(0, "a"));
    assertThat(latest(), is(Optional.empty()));
    assertThat(ManifestStore.failed(root.toString()), equalTo(List.of(manifest(0, "a"))));
  }

  @Test
  void findsACommitWhoseAnswerWasLost() {
    assertThat(
        ManifestWriter.commit(
            new LosingStore(store(), true, false), root.toString(), manifest(1, "a")),
        equalTo(manifest(1, "a")));
    assertThat(latest(), is(Optional.of(manifest(1, "a"))));
  }

  @Test
  void refusesWhenTheAnswerWasLostAndAnotherRunHasTheNumber() {
    ManifestWriter.commit(store(), root.toString(), manifest(1, "a"));
    PipelineException refused =
        assertThrows(
            PipelineException.class,
            () ->
                ManifestWriter.commit(
                    new LosingStore(store(), true, false), root.toString(), manifest(1, "b")));
    assertThat(refused.code(), is(ErrorCode.COMMIT_REFUSED));
    assertThat(latest(), is(Optional.of(manifest(1, "a"))));
  }

  @Test
  void doesNotGuessWhenTheAnswerWasLostAndNothingIsThere() {
    assertUnknown(new LosingStore(store(), false, false));
    assertThat(latest(), is(Optional.empty()));
  }

  @Test
  void doesNotGuessWhenItCannotReadBack() {
    assertUnknown(new LosingStore(store(), true, true));
    assertThat(latest(), is(Optional.of(manifest(1, "a"))));
    assertThat(
        "the next attempt settles it",
        ManifestWriter.commit(store(), root.toString(), manifest(1, "a")),
        equalTo(manifest(1, "a")));
  }

  private static void assertUnknown(DocumentStore store) {
    PipelineException unknown =
        assertThrows(
            PipelineException.class, () -> ManifestWriter.commit(store, "", manifest(1, "a")));
    assertThat(unknown.code(), is(ErrorCode.COMMIT_UNKNOWN));
    assertThat(
        unknown.getMessage(),
        is(
            "Whether manifest _sluice/log/000001.json of run a was written cannot be told: the"
                + " line went dead. Everything the run made was kept. Run the same command again"
                + " once the lake answers: it settles this."));
  }

  /**
   * A store whose answers to writes are lost.
   *
   * @param isCreating whether the writes arrive
   * @param isMute whether reads fail too
   */
  private record LosingStore(DocumentStore of, boolean isCreating, boolean isMute)
      implements DocumentStore {
    @Override
    public boolean create(DocumentKind kind, String path, byte[] content) throws IOException {
      if (isCreating) {
        boolean unused = of.create(kind, path, content);
      }
      throw new OutcomeUnknownException("the line went dead", new IOException("timeout"));
    }

    @Override
    public boolean replace(
        DocumentKind kind, String path, byte @Nullable [] expected, byte[] content) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<byte[]> read(String path) throws IOException {
      if (isMute) {
        throw new IOException("timeout");
      }
      return of.read(path);
    }

    @Override
    public List<String> list(String folder) throws IOException {
      return of.list(folder);
    }

    @Override
    public void remove(String path) throws IOException {
      of.remove(path);
    }
  }

  private DocumentStore store() {
    return DocumentStore.of(root.toString());
  }

  private Optional<Manifest> latest() {
    return ManifestStore.latest(root.toString()).map(ManifestStore.Committed::manifest);
  }

  private static Manifest manifest(long number, String run) {
    Stamp stamp =
        new Stamp(run, "attempt", "2026-01-01T00:00:00Z", "", "", "", Manifest.Inputs.UNKNOWN, "");
    return new Manifest(
        Manifest.VERSION, number, "p", stamp, Outcome.PUBLISHED, List.of(), List.of(), "");
  }
}
