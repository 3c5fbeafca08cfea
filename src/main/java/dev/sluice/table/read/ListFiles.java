// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.read;

import dev.sluice.table.DataFile;
import dev.sluice.table.TableState.Data;
import java.util.List;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Lists the live files of a table where the graph runs: what travels with the graph is a reference
 * to the table's state, however many files it has. Each file may be worked on by another worker.
 */
public final class ListFiles extends PTransform<PBegin, PCollection<DataFile>> {
  private static final long serialVersionUID = 1L;

  /** No file. */
  public static final ListFiles NONE = of(new Data(List.of(), List.of()));

  private final Data data;
  private final SerializableFunction<DataFile, Boolean> isMeant;
  private final List<DataFile> others;

  private ListFiles(
      Data data, SerializableFunction<DataFile, Boolean> isMeant, List<DataFile> others) {
    this.data = data;
    this.isMeant = isMeant;
    this.others = List.copyOf(others);
  }

  /** All files of a table. */
  public static ListFiles of(Data data) {
    return new ListFiles(data, file -> true, List.of());
  }

  /** Only some of them. */
  public ListFiles filteredBy(SerializableFunction<DataFile, Boolean> condition) {
    return new ListFiles(data, condition, others);
  }

  /** The same, and files that no commit names. */
  public ListFiles and(List<DataFile> more) {
    return new ListFiles(data, isMeant, more);
  }

  @Override
  public PCollection<DataFile> expand(PBegin begin) {
    return begin
        .apply("Begin", Impulse.create())
        .apply("List", ParDo.of(new ListFilesOfTableFn(data, isMeant, others)))
        .setCoder(SerializableCoder.of(DataFile.class))
        .apply("Spread", Reshuffle.viaRandomKey());
  }
}
