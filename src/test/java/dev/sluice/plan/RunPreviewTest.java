// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.fixture.Pipelines;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunPreviewTest {
  private static final String SPEC =
      """
      name: t
      lake: lake
      tables:
        orders:
          source: {csv: data/*.csv}
          schema: orders.avsc
          rules: [{name: positive, sql: amount > 0}]
          checks: [unique: [id]]
        codes: {source: {csv: codes/*.csv}, schema: codes.avsc, load: replace}
        gone: {source: {csv: codes/*.csv}, schema: codes.avsc}
      models:
        daily: {per: [day], sql: "SELECT day, sum(amount) AS revenue FROM orders GROUP BY day"}
        total: {per: [], sql: "SELECT count(*) AS days FROM daily"}
        code_list: {sql: "SELECT code FROM codes"}
      """;

  @TempDir private Path folder;

  private void spec(String text) {
    Pipelines.write(folder.resolve("pipeline.yaml"), text);
  }

  private void orders(String more) {
    Pipelines.write(
        folder.resolve("orders.avsc"),
        """
        {"type": "record", "name": "orders", "fields": [{"name": "id", "type": "long"},
          {"name": "day", "type": "string"}, {"name": "amount", "type": "int"}%s]}
        """
            .formatted(more));
  }

  private String planned() {
    return Pipelines.sluice("plan", folder.toString()).out();
  }

  @Test
  void showsWhatDiffersFromTheLastRun() {
    Pipelines.write(folder.resolve("data/1.csv"), "id,day,amount\n1,mon,5\n2,tue,7\n");
    Pipelines.write(folder.resolve("codes/1.csv"), "code\na\n");
    Pipelines.write(
        folder.resolve("codes.avsc"),
        "{\"type\": \"record\", \"name\": \"codes\", \"fields\": [{\"name\": \"code\", \"type\": \"string\"}]}");
    orders("");
    spec(SPEC);
    assertThat(
        planned(),
        startsWith("differs: there is no run yet, and everything is new\n\nt  (pipeline)"));
    Pipelines.run(folder, "--created-at", "2026-01-31");
    assertThat(
        planned(),
        startsWith(
            "differs: nothing, from run #1 (2026-01-31T00:00:00Z); a run would find nothing to do\n\n"));
    spec("# a comment\n" + SPEC);
    assertThat(planned(), containsString("; files of the spec changed, but no table or model\n"));

    // A new file: the models behind it are computed anew, all others stay.
    Pipelines.write(folder.resolve("data/2.csv"), "id,day,amount\n3,wed,5\n");
    assertThat(
        planned(),
        startsWith(
            """
            differs from run #1 (2026-01-31T00:00:00Z)
              ~ orders  1 new file (22 bytes)
              ~ daily   computed anew, for it reads orders: 2 rows
              ~ total   computed anew, for it reads daily: 1 row
              = codes, gone, code_list stay as they are

            """));

    // The spec: columns, rules, checks, SQL, what is new and what leaves.
    folder.resolve("data/2.csv").toFile().delete();
    orders(", {\"name\": \"note\", \"type\": [\"null\", \"string\"]}");
    Pipelines.write(
        folder.resolve("orders.avsc"),
        Pipelines.text(folder.resolve("orders.avsc")).replace("\"int\"", "\"long\""));
    spec(
        SPEC.replace("  gone: {", "  fresh: {")
            .replace("amount > 0", "amount >= 0")
            .replace("checks: [unique: [id]]", "checks: [row_count: {min: 1}]")
            .replace("sum(amount)", "min(day) AS first, sum(amount)"));
    assertThat(
        planned(),
        startsWith(
            """
            differs from run #1 (2026-01-31T00:00:00Z)
              ~ orders  check row_count: {min: 1} is new
                        check unique: [id] is gone
                        rule positive changed
                        column amount: int! → bigint!
                        + column note text
              + fresh   new table
                        1 new file (7 bytes)
              ~ daily   SQL changed
                        + column first text
                        computed anew: 2 rows
              ~ total   computed anew, for it reads daily: 1 row
              - gone    not in the spec any more; production keeps its 1 row
              = codes, code_list stay as they are

            """));
    JsonNode json = Pipelines.sluice("plan", folder.toString(), "--json").json().path("differs");
    assertThat(json.path("since").asInt(), is(1));
    assertThat(json.path("nothing").asBoolean(), is(false));
    assertThat(
        json.at("/tables/0").toString(),
        is(
            "{\"name\":\"orders\",\"kind\":\"table\",\"state\":\"changes\",\"renamed_from\":null,"
                + "\"parts\":[\"check row_count: {min: 1} is new\",\"check unique: [id] is gone\",\"rule positive changed\"],"
                + "\"columns\":[{\"name\":\"amount\",\"before\":\"int!\",\"now\":\"bigint!\",\"earlier_name\":\"\"},"
                + "{\"name\":\"note\",\"before\":\"\",\"now\":\"text\",\"earlier_name\":\"\"}],"
                + "\"files\":{\"fresh\":0,\"changed\":0,\"again\":0,\"gone\":0,\"bytes\":0},\"rows\":2,\"why\":null}"));
  }

  @Test
  void saysWhatWouldStopARun() {
    Pipelines.write(folder.resolve("data/1.csv"), "id,day,amount\n1,mon,5\n");
    orders("");
    spec(
        "name: t\nlake: lake\ntables:\n  orders: {source: {csv: data/*.csv}, schema: orders.avsc}\n");
    Pipelines.run(folder);
    folder.resolve("data/1.csv").toFile().delete();
    Pipelines.Ran run = Pipelines.sluice("run", folder.toString(), "--quiet");
    Pipelines.Ran plan = Pipelines.sluice("plan", folder.toString());
    assertThat(plan.exit(), is(run.exit()));
    assertThat(plan.out(), startsWith("a run would fail now: " + reason(run)));
    assertThat(plan.out(), containsString("  ~ orders  a run would fail now: "));

    // A first run fails alike, and so does one whose rows no longer fit.
    spec(
        "name: t\nlake: other\ntables:\n  orders: {source: {csv: data/*.csv}, schema: orders.avsc}\n");
    refusedAsARun();
    Pipelines.write(folder.resolve("data/1.csv"), "id,day,amount\n1,mon,5\n");
    Pipelines.run(folder);
    orders("");
    Pipelines.write(
        folder.resolve("orders.avsc"),
        Pipelines.text(folder.resolve("orders.avsc")).replace("\"string\"", "\"int\""));
    refusedAsARun();
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        Pipelines.text(folder.resolve("pipeline.yaml")).replace("name: t", "name: u"));
    refusedAsARun();
  }

  private void refusedAsARun() {
    Pipelines.Ran run = Pipelines.sluice("run", folder.toString(), "--quiet");
    Pipelines.Ran plan = Pipelines.sluice("plan", folder.toString());
    assertThat(plan.toString(), plan.exit(), is(run.exit()));
    assertThat(plan.exit(), greaterThan(0));
    assertThat(plan.out(), startsWith("a run would fail now: " + reason(run)));
  }

  /** What a run said without the program's name, and without where its page is. */
  private static String reason(Pipelines.Ran run) {
    return run.err().substring("sluice: ".length()).replaceAll("  report .*\n", "");
  }
}
