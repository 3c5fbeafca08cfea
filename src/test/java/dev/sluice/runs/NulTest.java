// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;

import dev.sluice.fixture.Pipelines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A NUL inside a text is refused, whatever the format. */
class NulTest {
  private static final String COLUMNS =
      "reasons[1].code, reasons[1].message, payload, payload_format";

  private @TempDir Path folder;
  private SmallShop shop;

  @BeforeEach
  void open() throws IOException {
    shop = new SmallShop(folder);
    Files.createDirectories(shop.path("data"));
  }

  @Test
  void isRefusedInParquet() {
    Pipelines.query(
        "",
        "COPY (SELECT i AS id, 'a' || chr(i::INTEGER) AS shop, 1.25 AS amount, DATE '2026-01-01' AS \"at\" FROM range(0, 66, 65) r(i)) TO '%s' (FORMAT parquet)"
            .formatted(shop.path("data/a.parquet")));
    check("{parquet: data/a.parquet}", 65);
    assertThat(
        Pipelines.sluice("replay", folder.toString(), "--quiet").out(),
        containsString("replayed 1 dead letter: 0 resolved, 1 died again"));
  }

  @Test
  void isRefusedInAvro() throws IOException {
    Schema schema = new Schema.Parser().parse(SmallShop.SCHEMA);
    try (DataFileWriter<GenericData.Record> writer =
        new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
      writer.create(schema, shop.path("data/a.avro").toFile());
      for (int i = 0; i <= 65; i += 65) {
        GenericData.Record row = new GenericData.Record(schema);
        row.put("id", (long) i);
        row.put("shop", "a" + (char) i);
        row.put("amount", ByteBuffer.wrap(new byte[] {125}));
        row.put("at", 20454);
        writer.append(row);
      }
    }
    check("{avro: data/a.avro}", 65);
  }

  private void check(String source, int good) {
    shop.spec(source, "load: append", "tolerate: {dead_ratio: 0.5}").run();
    assertThat(shop.rows("SELECT id, shop FROM production.sales"), contains(good + "|aA"));
    assertThat(
        shop.letters(COLUMNS),
        contains(
            "ENC_NUL|Column 'shop': has a NUL.|{\"id\":0,\"shop\":\"a\\u0000\",\"amount\":\"1.25\",\"at\":\"2026-01-01\"}|row"));
  }
}
