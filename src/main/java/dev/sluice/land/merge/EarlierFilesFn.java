// SPDX-License-Identifier: Apache-2.0
package dev.sluice.land.merge;

import dev.sluice.table.DataFile;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;

/**
 * Lists the files that were there before: those of buckets that gain something are merged, and
 * those of all others are what they were.
 */
final class EarlierFilesFn extends DoFn<byte[], KV<Integer, BucketFile>> {
  private static final long serialVersionUID = 1L;

  private final Merge.Before before;
  private final boolean isRead;
  private final SerializableFunction<DataFile, Boolean> isCut;
  private final PCollectionView<List<Integer>> touched;

  EarlierFilesFn(Merge.Plan plan, PCollectionView<List<Integer>> touched) {
    this.before = plan.before();
    this.isRead = plan.asked().isRead();
    this.isCut = plan.isCut();
    this.touched = touched;
  }

  @ProcessElement
  public void list(ProcessContext context, MultiOutputReceiver out) {
    Set<Integer> gaining = new HashSet<>(context.sideInput(touched));
    before.live().each(file -> list(file, isRead, gaining, out));
    before.deleted().each(file -> list(file, false, gaining, out));
  }

  private void list(DataFile file, boolean isShown, Set<Integer> gaining, MultiOutputReceiver out) {
    if (!isCut.apply(file)) {
      return; // it is cut anew
    }
    if (before.isJudgedAnew() || gaining.contains(file.bucket())) {
      out.get(Merge.MEETING).output(BucketFile.of(file, BucketFile.From.EARLIER));
    } else if (isShown) {
      out.get(Merge.STAYING).output(file);
    }
  }
}
