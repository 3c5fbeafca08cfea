// SPDX-License-Identifier: Apache-2.0
package dev.sluice.commit.describe;

import dev.sluice.stats.TableStats;
import dev.sluice.stats.stored.FileStats;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.Combine.CombineFn;

/**
 * Adds up the statistics of files, which it reads one after the other: between steps there are only
 * names. What cannot be read is left out, so that the sum has less rows than the files have.
 */
final class SumFn extends CombineFn<String, TableStats, TableStats> {
  private static final long serialVersionUID = 1L;

  private final String root;

  SumFn(String root) {
    this.root = root;
  }

  @Override
  public TableStats createAccumulator() {
    return TableStats.NONE;
  }

  @Override
  public TableStats addInput(TableStats sum, String file) {
    return FileStats.of(root, file).map(sum::plus).orElse(sum);
  }

  @Override
  public TableStats mergeAccumulators(Iterable<TableStats> sums) {
    TableStats total = TableStats.NONE;
    for (TableStats each : sums) {
      total = total.plus(each);
    }
    return total;
  }

  @Override
  public TableStats extractOutput(TableStats sum) {
    return sum;
  }

  @Override
  public Coder<TableStats> getAccumulatorCoder(CoderRegistry registry, Coder<String> input) {
    return TableStatsCoder.of();
  }

  @Override
  public Coder<TableStats> getDefaultOutputCoder(CoderRegistry registry, Coder<String> input) {
    return TableStatsCoder.of();
  }
}
