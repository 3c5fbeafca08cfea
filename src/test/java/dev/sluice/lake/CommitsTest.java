// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.lake.Manifest.Outcome;
import dev.sluice.lake.Manifest.Stamp;
import dev.sluice.lake.store.DocumentStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitsTest {
  private @TempDir Path root;

  @Test
  void returnsWhatItCommitted() {
    assertThat(latest(), is(Optional.empty()));
    Commits.commit(store(), manifest(1, "a"));
    Commits.commit(store(), manifest(2, "b"));
    assertThat(latest(), is(Optional.of(manifest(2, "b"))));
  }

  @Test
  void commitsTheSameRunOnce() {
    Commits.commit(store(), manifest(1, "a"));
    assertThat(Commits.commit(store(), manifest(1, "a")), equalTo(manifest(1, "a")));
  }

  @Test
  void refusesANumberThatAnotherRunTook() {
    Commits.commit(store(), manifest(1, "a"));
    PipelineException refused =
        assertThrows(PipelineException.class, () -> Commits.commit(store(), manifest(1, "b")));
    assertThat(refused.code(), is(ErrorCode.COMMIT_REFUSED));
    assertThat(
        refused.getMessage(),
        is(
            "Run a committed manifest 1 first; nothing of this run is visible. Run again to build on"
                + " it."));
  }

  @Test
  void keepsFailuresOutsideTheChain() {
    Commits.recordFailure(store(), manifest(0, "a"));
    assertThat(latest(), is(Optional.empty()));
    assertThat(ManifestStore.failed(root.toString()), equalTo(List.of(manifest(0, "a"))));
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
