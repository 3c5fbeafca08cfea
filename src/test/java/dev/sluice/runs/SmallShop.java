// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import dev.sluice.fixture.Pipelines;
import java.nio.file.Path;
import java.util.List;

/** A pipeline of one table and two models, written into a folder piece by piece. */
public final class SmallShop {
  public static final String SCHEMA =
      """
      {"type": "record", "name": "sales", "fields": [
        {"name": "id", "type": "long"},
        {"name": "shop", "type": ["null", "string"], "default": null},
        {"name": "amount", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
        {"name": "at", "type": {"type": "int", "logicalType": "date"}}]}
      """;

  public final Path folder;

  public SmallShop(Path folder) {
    this.folder = folder;
    Pipelines.write(folder.resolve("sales.avsc"), SCHEMA);
  }

  /** Writes pipeline.yaml; further lines belong to the table {@code sales}. */
  public SmallShop spec(String source, String... table) {
    return specWithModels(source, "", table);
  }

  public SmallShop specWithModels(String source, String models, String... table) {
    StringBuilder yaml = new StringBuilder();
    yaml.append("name: small\nlake: lake\nwarehouse: duckdb:small.duckdb\n");
    yaml.append("tables:\n  sales:\n    source: ").append(source).append('\n');
    yaml.append("    schema: sales.avsc\n");
    for (String line : table) {
      yaml.append("    ").append(line).append('\n');
    }
    yaml.append(models);
    Pipelines.write(folder.resolve("pipeline.yaml"), yaml.toString());
    return this;
  }

  public SmallShop data(String name, String text) {
    Pipelines.write(folder.resolve("data/" + name), text);
    return this;
  }

  public Path path(String name) {
    return folder.resolve(name);
  }

  /** Rows of production, or of another table of the warehouse. */
  public List<String> rows(String sql) {
    return Pipelines.query(folder.resolve("small.duckdb").toString(), sql);
  }

  List<String> letters(String columns) {
    return Pipelines.query(
        "",
        "SELECT %s FROM read_parquet('%s/lake/staging/dead_letters/*/*/*.parquet') ORDER BY ALL"
            .formatted(columns, folder));
  }

  public Pipelines.Ran run(String... more) {
    return Pipelines.run(folder, more);
  }

  Pipelines.Ran attempt() {
    return Pipelines.sluice("run", folder.toString(), "--quiet");
  }
}
