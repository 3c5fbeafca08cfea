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
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitsTest {
  private @TempDir Path root;

  @Test
  void returnsWhatItCommitted() {
    assertThat(Commits.latest(root.toString()), is(Optional.empty()));
    Commits.commit(root.toString(), manifest(1, "a"));
    Commits.commit(root.toString(), manifest(2, "b"));
    assertThat(Commits.latest(root.toString()), is(Optional.of(manifest(2, "b"))));
  }

  @Test
  void commitsTheSameRunOnce() {
    Commits.commit(root.toString(), manifest(1, "a"));
    assertThat(Commits.commit(root.toString(), manifest(1, "a")), equalTo(manifest(1, "a")));
  }

  @Test
  void refusesANumberThatAnotherRunTook() {
    Commits.commit(root.toString(), manifest(1, "a"));
    PipelineException refused =
        assertThrows(
            PipelineException.class, () -> Commits.commit(root.toString(), manifest(1, "b")));
    assertThat(refused.code(), is(ErrorCode.COMMIT_REFUSED));
    assertThat(
        refused.getMessage(),
        is(
            "Run a committed manifest 1 first; nothing of this run is visible. Run again to build on"
                + " it."));
  }

  @Test
  void keepsFailuresOutsideTheChain() {
    Commits.recordFailure(root.toString(), manifest(0, "a"));
    assertThat(Commits.latest(root.toString()), is(Optional.empty()));
    assertThat(ManifestStore.failed(root.toString()), equalTo(List.of(manifest(0, "a"))));
  }

  private static Manifest manifest(long number, String run) {
    Stamp stamp = new Stamp(run, "2026-01-01T00:00:00Z", "", "", "", "");
    return new Manifest(
        Manifest.VERSION, number, "p", stamp, Outcome.PUBLISHED, List.of(), List.of(), "");
  }
}
