// SPDX-License-Identifier: Apache-2.0
package dev.sluice.commit;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fact.Fact;
import dev.sluice.fact.FactCoder;
import dev.sluice.store.document.Failpoints;
import dev.sluice.store.object.ObjectStore;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.file.Scope;
import dev.sluice.table.read.FileDamage;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Partition;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.jspecify.annotations.Nullable;

/**
 * Reads every file that the run landed once more before the commit, spread over all workers: a
 * manifest never names a file that is lost, cut or changed. Facts pass unchanged.
 */
final class VerifyLanded extends PTransform<PCollection<Fact>, PCollection<Fact>> {
  private static final long serialVersionUID = 1L;

  private final Scope run;
  private final Set<String> attempts;

  private VerifyLanded(Scope run, Set<String> attempts) {
    this.run = run;
    this.attempts = attempts;
  }

  /**
   * Reads the files that attempts at a run landed.
   *
   * @param attempts whose work is committed
   */
  static VerifyLanded landed(Scope run, Set<String> attempts) {
    return new VerifyLanded(run, attempts);
  }

  @Override
  public PCollection<Fact> expand(PCollection<Fact> facts) {
    PCollectionList<Fact> parts =
        facts.apply("Files", Partition.of(2, (fact, n) -> fact instanceof Fact.Live ? 0 : 1));
    PCollection<Fact> files =
        parts
            .get(0)
            .apply("Spread", Reshuffle.viaRandomKey())
            .apply("Read back", ParDo.of(new VerifyLandedFn(run, attempts)))
            .setCoder(FactCoder.of());
    return PCollectionList.of(files).and(parts.get(1)).apply("All", Flatten.pCollections());
  }

  /**
   * The last look: every file of the run is there in its full length, and on disk for good, before
   * a document names it.
   */
  static void keep(Commit.Draft draft, List<TableState> tables) {
    List<DataFile> landed = tables.stream().flatMap(table -> table.landed().stream()).toList();
    Scope run = draft.run();
    FileDamage.ofLengths(run.root(), landed).forEach((file, damage) -> require(run, file, damage));
    try {
      Failpoints.around(
          Failpoints.Step.LANDED_SYNC,
          () -> ObjectStore.of(run.root()).sync(landed.stream().map(DataFile::path).toList()));
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE,
          "What was landed cannot be brought to disk in %s: %s. Nothing was committed; run again."
              .formatted(run.root(), e),
          e);
    }
  }

  static void require(Scope run, DataFile file, @Nullable String damage) {
    if (damage != null) {
      throw new PipelineException(
          ErrorCode.LAKE_READ,
          "%s %s. Nothing was committed; run again to land it anew."
              .formatted(run.absolute(file.path()), damage));
    }
  }
}
