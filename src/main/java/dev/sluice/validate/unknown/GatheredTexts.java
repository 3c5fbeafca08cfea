// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate.unknown;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.arrow.ArrowIpc;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;

/**
 * Makes one column of very many: a statement takes memory for each column it looks at, whatever
 * stands there, and a file may have ten thousand that no contract names.
 */
public final class GatheredTexts {
  /** The column's name, which {@code RawNames} keeps free in every raw batch. */
  public static final String NAME = "_file";

  /** So many columns are looked at as they are. */
  private static final int FEW = 64;

  private GatheredTexts() {}

  /**
   * A batch of texts with the columns of some places as one object of JSON; few stay as they are.
   */
  public static RecordBatch narrow(RecordBatch batch, List<UnknownFields.Place> places) {
    boolean areTexts = places.stream().allMatch(place -> place.type().equals("VARCHAR"));
    if (places.size() <= FEW || !areTexts) {
      return batch;
    }
    try (ArrowStreamReader reader = ArrowIpc.open(batch)) {
      return reader.loadNextBatch() ? narrow(batch, places, reader.getVectorSchemaRoot()) : batch;
    } catch (IOException e) {
      throw new PipelineException(ErrorCode.INTERNAL, "Cannot read a record batch", e);
    }
  }

  private static RecordBatch narrow(
      RecordBatch batch, List<UnknownFields.Place> places, VectorSchemaRoot wide)
      throws IOException {
    Set<Integer> taken = places.stream().map(UnknownFields.Place::at).collect(Collectors.toSet());
    List<FieldVector> vectors = new ArrayList<>();
    for (int i = 0; i < wide.getFieldVectors().size(); i++) {
      if (!taken.contains(i)) {
        vectors.add(wide.getVector(i));
      }
    }
    try (VarCharVector gathered = new VarCharVector(NAME, wide.getVector(0).getAllocator())) {
      gather(places, wide, gathered);
      vectors.add(gathered);
      // The vectors belong to the reader, which closes them.
      VectorSchemaRoot narrow = new VectorSchemaRoot(vectors);
      narrow.setRowCount(wide.getRowCount());
      return ArrowIpc.write(narrow, batch.origin()).withRecords(batch.records());
    }
  }

  private static void gather(
      List<UnknownFields.Place> places, VectorSchemaRoot wide, VarCharVector into) {
    List<String> names = places.stream().map(place -> quoted(place.name())).toList();
    into.allocateNew();
    for (int row = 0; row < wide.getRowCount(); row++) {
      StringBuilder json = new StringBuilder();
      for (int i = 0; i < names.size(); i++) {
        VarCharVector texts = (VarCharVector) wide.getVector(places.get(i).at());
        if (!texts.isNull(row)) {
          String text = new String(texts.get(row), StandardCharsets.UTF_8);
          json.append(json.isEmpty() ? '{' : ',').append(names.get(i)).append(':');
          json.append(quoted(text));
        }
      }
      if (!json.isEmpty()) {
        into.setSafe(row, json.append('}').toString().getBytes(StandardCharsets.UTF_8));
      }
    }
    into.setValueCount(wide.getRowCount());
  }

  private static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}
