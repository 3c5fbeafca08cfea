// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A field that comes later is a warning of the run, whatever becomes of it. */
class NewFieldsTest {
  private @TempDir Path folder;

  private List<String> warnings() {
    Ran ran = Pipelines.sluice("run", folder.toString(), "--json");
    assertThat(ran.toString(), ran.exit(), is(0));
    Stream<String> all =
        StreamSupport.stream(ran.json().path("verdicts").spliterator(), false)
            .filter(each -> !each.path("passed").asBoolean())
            .map(
                each ->
                    "%s: %s: %s, expected %s"
                        .formatted(
                            each.path("table").asText(),
                            each.path("check").asText(),
                            each.path("observed").asText(),
                            each.path("expected").asText()));
    return all.toList();
  }

  @Test
  void warnsOnceOfFieldsThatComeLater() {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: t
        lake: lake
        tables:
          c: {source: {csv: "data/*.csv"}, columns: {id: int!, name: text}}
          j: {source: {json: "data/*.jsonl"}, columns: {id: int!}}
          p: {source: {parquet: "data/*.parquet"}, columns: {id: int!}}
        """);
    Pipelines.write(folder.resolve("data/a.csv"), "id,old,late,_row,name\n1,x,,5,m\n");
    Pipelines.write(folder.resolve("data/a.jsonl"), "{\"id\":1}\n");
    parquet("a", "1 AS id");
    assertThat(warnings(), empty());
    Pipelines.write(
        folder.resolve("data/b.csv"),
        "coupon,ID,old,a.b,Name,late,_row\nX,2,y,,n,z,6\nY,3,y,q,n,,7\n");
    Pipelines.write(folder.resolve("data/b.jsonl"), "{\"id\":2,\"k\":1}\n{\"id\":3}\n");
    parquet("b", "2 AS id, {'zip': 1, 'floor': NULL} AS at, DATE '2026-01-31' AS seen");
    String hint =
        ", expected no new field; `unknown_field: evolve` takes it in, or `sluice schema evolve --write`";
    assertThat(
        warnings(),
        contains(
            "c: unknown_field: raw: `coupon`: 2 values" + hint,
            "c: unknown_field: raw: `a.b`: 1 value" + hint,
            "c: unknown_field: raw: `late`: 1 value" + hint,
            "j: unknown_field: raw: other fields: 1 value" + hint,
            "p: unknown_field: raw: `at`: 1 value" + hint,
            "p: unknown_field: raw: `seen`: 1 value" + hint));
    Pipelines.write(folder.resolve("data/c.csv"), "coupon,id,name\nX,4,\n");
    Pipelines.write(folder.resolve("data/c.jsonl"), "{\"id\":4,\"k\":1}\n");
    assertThat(warnings(), empty());
  }

  private void parquet(String name, String columns) {
    Pipelines.query(
        "",
        "COPY (SELECT %s) TO '%s' (FORMAT parquet)"
            .formatted(columns, folder.resolve("data/" + name + ".parquet")));
  }
}
