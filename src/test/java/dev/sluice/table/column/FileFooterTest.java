// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.column;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Pipelines;
import dev.sluice.schema.Column;
import dev.sluice.schema.iceberg.IdentifiedSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.TypeUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A footer whose columns get their ids. */
class FileFooterTest {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("i", "INTEGER", true),
          Column.of("d", "DOUBLE", true),
          Column.of("s", "VARCHAR", true),
          Column.of("da", "DATE", true),
          Column.of("tz", "TIMESTAMP WITH TIME ZONE", true),
          Column.of("u", "UUID", true),
          Column.of("de", "DECIMAL(38,2)", true),
          Column.of("y", "BLOB", true),
          Column.of("t", "TIME", true),
          Column.of("li", "STRUCT(a BIGINT)[]", true),
          Column.of("ma", "MAP(VARCHAR, BIGINT)", true),
          Column.of("n", "VARCHAR", true));

  @TempDir Path folder;

  @Test
  void keepsAllThatTheKernelWrote() throws Exception {
    Path file = folder.resolve("a.parquet");
    List<String> unused =
        Pipelines.query(
            "",
            """
            COPY (SELECT i::INTEGER AS i, i / 3 AS d, 'v' || mod(i, 7) AS s, DATE '2020-01-01' + i::INTEGER AS da,
              TIMESTAMPTZ '2020-01-01 00:00:00+00' AS tz, uuid() AS u, i::DECIMAL(38,2) AS de, 'x'::BLOB AS y,
              TIME '01:00:00' AS t, [{'a': i}] AS li, MAP {'k': i} AS ma, NULL::VARCHAR AS n FROM range(5000) r(i))
            TO '%s' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 2048)"""
                .formatted(file));
    List<String> before = told(file);
    byte[] bytes = Files.readAllBytes(file);
    FileFooter footer = FileFooter.read(file);
    Schema schema = IdentifiedSchema.of(COLUMNS);
    footer.identify(file, schema);
    assertThat(told(file), is(before));
    // Every element of the schema but the root and what is between lists or maps and their values.
    int ids = FileFooter.read(file).metadata().getSchema().size() - 3;
    assertThat(TypeUtil.indexById(schema.asStruct()).size(), is(ids));
    byte[] rest = Arrays.copyOfRange(bytes, bytes.length - 3000, bytes.length - 8);
    byte[] now = Files.readAllBytes(file);
    assertThat(Arrays.copyOfRange(now, now.length - 3000, now.length - 8), is(rest));
  }

  /** The rows, and what the footer says of each chunk. */
  private static List<String> told(Path file) {
    List<String> told = new ArrayList<>(Pipelines.query("", "FROM '%s'".formatted(file)));
    told.addAll(Pipelines.query("", "SELECT * FROM parquet_metadata('%s')".formatted(file)));
    return told;
  }
}
