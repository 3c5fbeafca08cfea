// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.sluice.batch.RecordBatch;
import dev.sluice.fixture.Batches;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.avro.AvroSchemas;
import dev.sluice.source.files.avro.Read;
import dev.sluice.spec.table.Contract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Aliases say how a source calls a field, defaults what stands for one it does not have. */
class SourcedFieldsTest {
  private static final String FIELDS =
      """
      {"name": "order_id", "type": "int", "aliases": ["Order ID", "Größe"]},
      {"name": "qty", "type": "int", "default": 3},
      {"name": "note", "type": ["null", "string"], "default": null},
      {"name": "size", "type": ["string", "null"], "default": "m\\"x"},
      {"name": "day", "type": {"type": "int", "logicalType": "date"}, "default": 19000},
      {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 6,
        "scale": 2}, "default": "\\u0000\\u0096"},
      {"name": "tags", "type": {"type": "array", "items": "string"}, "default": ["a", "b"]},
      {"name": "o", "type": ["null", {"type": "record", "name": "O", "fields": [
        {"name": "zip", "type": "string", "aliases": ["Zip Code", "a/b~c"]},
        {"name": "n", "type": "int", "default": 7}]}], "default": null}""";

  private static Kernel kernel;

  @BeforeAll
  static void open() {
    kernel = Kernel.open(KernelSettings.closed());
  }

  @AfterAll
  static void close() {
    kernel.close();
  }

  @Test
  void fillsWhatAJsonObjectLacksAndNothingElse(@TempDir Path folder) throws IOException {
    String lines =
        """
        {"Order ID":1,"o":{"Zip Code":"x"}}
        {"order_id":2,"qty":5,"size":null,"tags":[],"note":"n","o":{"a/b~c":"y","n":null}}
        {"Größe":3,"qty":null,"o":{"zip":"z","n":"1"}}
        {"order_id":"4","size":"","price":"9.99","o":null}
        """;
    List<RecordBatch> batches = Read.json(schema(), folder, lines);
    assertThat(good(batches), contains("1|3|∅|m\"x|2022-01-08|1.50|[a, b]|{'zip': x, 'n': 7}"));
    assertThat(
        dead(batches),
        contains(
            "2: Column 'o.n': a value is required.",
            "3: Column 'qty': a value is required.; Column 'o.n': '\"1\"' is not of type INTEGER.",
            "4: Column 'order_id': '\"4\"' is not of type INTEGER."));
  }

  @Test
  void fillsColumnsThatAFileLacks() {
    RecordBatch csv = Batches.of("a.csv", List.of("Order ID", "size"), Batches.row("1", null));
    assertThat(good(List.of(csv)), contains("1|3|∅|∅|2022-01-08|1.50|[a, b]|∅"));
    RecordBatch typed =
        Batches.query("SELECT 1::BIGINT AS _row, 1 AS \"Größe\", {'Zip Code': 'x'} AS o", "a")
            .get(0);
    assertThat(
        good(List.of(typed)), contains("1|3|∅|m\"x|2022-01-08|1.50|[a, b]|{'zip': x, 'n': 7}"));
  }

  private static TableSchema schema() {
    AvroSchemas.Read read =
        AvroSchemas.parse("{\"type\": \"record\", \"name\": \"t\", \"fields\": [" + FIELDS + "]}");
    assertThat(read.problems(), empty());
    return read.schema();
  }

  private static List<String> good(List<RecordBatch> batches) {
    return batches.stream()
        .flatMap(
            batch ->
                Batches.select("SELECT * EXCLUDE (__row) FROM batch", judge(batch).good()).stream())
        .toList();
  }

  private static List<String> dead(List<RecordBatch> batches) {
    String sql =
        "SELECT _row || ': ' || array_to_string(reasons::JSON ->> '$[*].message', '; ') FROM batch";
    return batches.stream()
        .flatMap(batch -> Batches.select(sql, judge(batch).dead()).stream())
        .collect(Collectors.toList());
  }

  private static RowValidator.Judged judge(RecordBatch batch) {
    RowValidator.Judged judged =
        new RowValidator(new RowContract("t", schema(), Contract.DEFAULT, List.of(), false))
            .judge(kernel, batch);
    assertThat(
        Batches.count(judged.good()) + Batches.count(judged.dead()), equalTo((long) batch.rows()));
    return judged;
  }
}
