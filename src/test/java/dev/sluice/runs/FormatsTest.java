// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;

import com.github.luben.zstd.Zstd;
import dev.sluice.fixture.Pipelines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same two rows in every format give the same table. */
class FormatsTest {
  private static final String CSV = "id,shop,amount,at\n1,a,1.25,2026-01-01\n2,,2.50,2026-01-02\n";

  private @TempDir Path folder;
  private SmallShop shop;

  @BeforeEach
  void open() throws IOException {
    shop = new SmallShop(folder);
    Files.createDirectories(shop.path("data"));
  }

  @Test
  void readsCsv() {
    shop.data("a.csv", CSV);
    check("{csv: data/a.csv}");
  }

  @Test
  void readsTsv() {
    shop.data("a.tsv", CSV.replace(',', '\t'));
    check("{tsv: data/a.tsv}");
  }

  @Test
  void readsGzip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(CSV.getBytes(StandardCharsets.UTF_8));
    }
    Files.write(shop.path("data/a.csv.gz"), bytes.toByteArray());
    check("{csv: data/a.csv.gz}");
  }

  @Test
  void readsZstandard() throws IOException {
    Files.write(shop.path("data/a.csv.zst"), Zstd.compress(CSV.getBytes(StandardCharsets.UTF_8)));
    check("{csv: data/a.csv.zst}");
  }

  @Test
  void readsJsonLines() {
    shop.data(
        "a.json",
        """
        {"id": 1, "shop": "a", "amount": 1.25, "at": "2026-01-01"}
        {"at": "2026-01-02", "id": 2, "amount": 2.50, "shop": null}
        """);
    check("{json: data/a.json}");
  }

  @Test
  void readsAListOfJsonUnderAKey() {
    shop.data(
        "a.json",
        """
        {"count": 2, "data": [
          {"id": 1, "shop": "a", "amount": 1.25,
           "at": "2026-01-01"},
          {"at": "2026-01-02", "id": 2, "amount": 2.50, "shop": null}
        ], "next": null}
        """);
    check("{json: data/a.json, records: $.data}");
  }

  @Test
  void readsParquet() {
    Pipelines.query(
        "",
        "COPY (SELECT * FROM (VALUES (1::BIGINT, 'a', 1.25::DECIMAL(9,2), DATE '2026-01-01'), (2, NULL, 2.50, DATE '2026-01-02')) v(id, shop, amount, \"at\")) TO '%s' (FORMAT parquet)"
            .formatted(shop.path("data/a.parquet")));
    check("{parquet: data/a.parquet}");
  }

  @Test
  void readsAvro() throws IOException {
    Schema schema = new Schema.Parser().parse(SmallShop.SCHEMA);
    try (DataFileWriter<GenericData.Record> writer =
        new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
      writer.create(schema, shop.path("data/a.avro").toFile());
      writer.append(row(schema, 1, "a", "1.25", "2026-01-01"));
      writer.append(row(schema, 2, null, "2.50", "2026-01-02"));
    }
    check("{avro: data/a.avro}");
  }

  private static GenericData.Record row(
      Schema schema, long id, String name, String amount, String at) {
    GenericData.Record row = new GenericData.Record(schema);
    row.put("id", id);
    row.put("shop", name);
    row.put("amount", ByteBuffer.wrap(new BigDecimal(amount).unscaledValue().toByteArray()));
    row.put("at", (int) LocalDate.parse(at).toEpochDay());
    return row;
  }

  private void check(String source) {
    shop.spec(source, "load: append").run();
    assertThat(
        shop.rows("SELECT id, shop, amount, \"at\" FROM production.sales ORDER BY id"),
        contains("1|a|1.25|2026-01-01", "2|null|2.50|2026-01-02"));
  }
}
