// SPDX-License-Identifier: Apache-2.0
package dev.sluice.exchange;

import dev.sluice.table.DataFile;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Says how many bytes of a file each group reads. */
final class WeighFn extends DoFn<DataFile, KV<Integer, Long>> {
  private static final long serialVersionUID = 1L;

  private final List<Relation> relations;

  WeighFn(List<Relation> relations) {
    this.relations = relations;
  }

  @ProcessElement
  public void weigh(@Element DataFile file, OutputReceiver<KV<Integer, Long>> out) {
    for (Relation relation : relations) {
      if (relation.table().equals(file.table())) {
        out.output(KV.of(relation.group(), relation.bytesOf(file)));
      }
    }
  }
}
