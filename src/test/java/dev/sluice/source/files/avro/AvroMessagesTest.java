// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.avro;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.arrow.ArrowIpc;
import dev.sluice.source.files.avro.AvroMessages.Broken;
import dev.sluice.source.files.avro.AvroMessages.Decoded;
import dev.sluice.source.files.avro.AvroMessages.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** Nothing of a broken value stays in the rows beside it. */
class AvroMessagesTest {
  private static final Schema SCHEMA =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "r", "fields": [
                {"name": "u", "type": ["null", "long", "string"]},
                {"name": "l", "type": {"type": "array", "items": "long"}}]}
              """);

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static List<String> rows(RecordBatch batch) {
    List<String> rows = new ArrayList<>();
    try (ArrowStreamReader reader = ArrowIpc.open(batch)) {
      VectorSchemaRoot root = reader.getVectorSchemaRoot();
      while (reader.loadNextBatch()) {
        for (int row = 0; row < root.getRowCount(); row++) {
          List<String> values = new ArrayList<>();
          for (var vector : root.getFieldVectors()) {
            values.add(String.valueOf(vector.getObject(row)));
          }
          rows.add(String.join("|", values));
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return rows;
  }

  @Test
  void leavesNothingOfABrokenValue() {
    List<Value> values =
        List.of(
            new Value(10, bytes(2, 8, 2, 2, 0)), // 4, [1]
            new Value(11, bytes(2, 10, 4, 2)), // 5, [1, and no end
            new Value(12, bytes(4, 2, 'a', 0)), // "a", []
            new Value(13, bytes(9)),
            new Value(14, null),
            new Value(15, bytes(0, 0, 1)), // null, [], and more
            new Value(16, bytes(0, 4, 2, 4, 0))); // null, [1, 2]
    try (AvroMessages messages = new AvroMessages(SCHEMA)) {
      for (int time = 0; time < 2; time++) { // its vectors are used again
        Decoded decoded = messages.read("o", values);
        assertThat(
            rows(Objects.requireNonNull(decoded.rows())),
            is(
                List.of(
                    "10|{\"union.long\":4}|[1]",
                    "12|{\"union.string\":\"a\"}|[]",
                    "14|null|null",
                    "16|null|[1,2]")));
        assertThat(decoded.broken().stream().map(Broken::index).toList(), is(List.of(1, 3, 5)));
      }
      Decoded all = messages.read("o", values.subList(0, 1));
      assertThat(
          rows(Objects.requireNonNull(all.rows())), is(List.of("10|{\"union.long\":4}|[1]")));
      assertThat(messages.read("o", values.subList(1, 2)).rows() == null, is(true));
    }
  }
}
