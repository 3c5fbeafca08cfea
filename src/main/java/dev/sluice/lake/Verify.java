// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lake;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PCollection;

/**
 * Reads every file that the run landed once more before the commit, spread over all workers: a
 * manifest never names a file that is lost, cut or changed. Facts pass unchanged.
 */
final class Verify extends PTransform<PCollection<Fact>, PCollection<Fact>> {
  private static final long serialVersionUID = 1L;

  private final Commit.Draft draft;

  private Verify(Commit.Draft draft) {
    this.draft = draft;
  }

  static Verify landed(Commit.Draft draft) {
    return new Verify(draft);
  }

  @Override
  public PCollection<Fact> expand(PCollection<Fact> facts) {
    return facts
        .apply("Spread", Reshuffle.viaRandomKey())
        .apply("Read back", ParDo.of(new VerifyFn(draft)))
        .setCoder(FactCoder.of());
  }

  /** The last look: every file of the run is there in its full length. */
  static void stillThere(Commit.Draft draft, List<TableState> tables) {
    for (TableState table : tables) {
      Set<String> added = Set.copyOf(table.added());
      for (DataFile file : table.files()) {
        if (added.contains(file.path())) {
          requireLength(draft.run(), file);
        }
      }
    }
  }

  static void requireLength(LakeRun run, DataFile file) {
    Path path = Path.of(run.absolute(file.path()));
    try {
      if (!Files.isRegularFile(path)) {
        throw lost(path, "disappeared after it was landed");
      }
      if (Files.size(path) != file.content().bytes()) {
        throw lost(
            path,
            "has %d bytes, but %d were landed".formatted(Files.size(path), file.content().bytes()));
      }
    } catch (IOException e) {
      throw lost(path, "cannot be read: " + e);
    }
  }

  static PipelineException lost(Path file, String what) {
    return new PipelineException(
        ErrorCode.LAKE_READ,
        file + " " + what + ". Nothing was committed; run again to land it anew.");
  }
}
