// SPDX-License-Identifier: Apache-2.0
package dev.sluice.commit.describe;

import dev.sluice.fact.meter.StepMeter;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.Kernels;
import dev.sluice.stats.TableStats;
import dev.sluice.stats.stored.FileStats;
import dev.sluice.table.DataFile;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Describes a landed file. */
final class DescribeFn extends DoFn<DataFile, KV<String, String>> {
  private static final long serialVersionUID = 1L;

  private final Describe.Subjects subjects;
  private final Kernels kernels;
  private final StepMeter meter = StepMeter.of("Describe");

  private transient Map<String, Set<String>> seen = new HashMap<>();

  DescribeFn(Describe.Subjects subjects, KernelSettings kernel) {
    this.subjects = subjects;
    this.kernels = Kernels.of(kernel);
  }

  @Setup
  public void setup() {
    seen = new HashMap<>();
    kernels.open();
  }

  @Teardown
  public void teardown() {
    kernels.close();
  }

  @ProcessElement
  public void describe(@Element DataFile file, OutputReceiver<KV<String, String>> out) {
    try (StepMeter.Turn turn = meter.begin();
        Kernels.Lent lent = kernels.lend("Statistics of " + file.table())) {
      Optional<TableStats> made =
          FileStats.describe(
              lent.kernel(),
              subjects.run().root(),
              file,
              Objects.requireNonNull(subjects.personal().get(file.table())),
              seen);
      turn.did(file.rows(), file.content().bytes());
      if (made.isPresent()) {
        out.output(KV.of(file.table(), file.path()));
      }
    }
  }
}
