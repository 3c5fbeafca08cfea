// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.read;

import dev.sluice.table.DataFile;
import dev.sluice.table.TableState.Data;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.SerializableFunction;

/** Lists the files of a table's state. */
final class ListFilesOfTableFn extends DoFn<byte[], DataFile> {
  private static final long serialVersionUID = 1L;

  private final Data data;
  private final SerializableFunction<DataFile, Boolean> isMeant;
  private final List<DataFile> others;

  ListFilesOfTableFn(
      Data data, SerializableFunction<DataFile, Boolean> isMeant, List<DataFile> others) {
    this.data = data;
    this.isMeant = isMeant;
    this.others = others;
  }

  @ProcessElement
  public void list(OutputReceiver<DataFile> out) {
    data.each(
        file -> {
          if (isMeant.apply(file)) {
            out.output(file);
          }
        });
    others.forEach(out::output);
  }
}
