// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.editor;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.sluice.fixture.Pipelines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditorFilesTest {
  @TempDir private Path folder;

  /** A reference is relative to the file that it stands in. */
  private static Path referred(Path file) {
    String first = Pipelines.text(file).lines().findFirst().orElse("");
    assertThat(first, startsWith("# yaml-language-server: $schema="));
    return file.resolveSibling(first.substring(first.indexOf('=') + 1)).normalize();
  }

  @Test
  void refersToKeysThatLieBesideANewPipeline() {
    Path shop = folder.resolve("shop");
    assertThat(Pipelines.sluice("init", shop.toString()).exit(), is(0));
    assertThat(
        Pipelines.text(referred(shop.resolve("pipeline.yaml"))),
        is(Pipelines.text(Path.of("schemas/pipeline.schema.json"))));
    assertThat(
        Pipelines.text(referred(shop.resolve("tests/orders.yaml"))),
        is(Pipelines.text(Path.of("schemas/test.schema.json"))));
    Path own = folder.resolve("own");
    Pipelines.write(own.resolve("a.csv"), "id,name\n1,a\n2,b\n");
    Pipelines.Ran ran =
        Pipelines.sluice("init", own.toString(), "--from", own.resolve("a.csv").toString());
    assertThat(ran.toString(), ran.exit(), is(0));
    assertThat(Files.exists(referred(own.resolve("pipeline.yaml"))), is(true));
  }

  @Test
  void writesTheTablesAsSql() {
    Path shop = folder.resolve("shop");
    Pipelines.sluice("init", shop.toString());
    Pipelines.Ran ran = Pipelines.sluice("editor", shop.toString(), "--json");
    assertThat(ran.json().path("files").size(), is(3));
    String sql = Pipelines.text(shop.resolve(".sluice/tables.sql"));
    assertThat(
        Pipelines.query("", sql + "; SELECT table_name, column_name FROM duckdb_columns() WHERE table_name = 'daily_revenue' ORDER BY column_index"),
        is(List.of("daily_revenue|ordered_on", "daily_revenue|orders", "daily_revenue|revenue")));
  }
}
