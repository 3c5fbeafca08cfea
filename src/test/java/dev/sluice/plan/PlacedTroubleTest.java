// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.fixture.Pipelines;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run refuses for something that the author wrote is shown where that stands. */
class PlacedTroubleTest {
  private @TempDir Path folder;

  @Test
  void showsTheColumnThatEarlierRowsDoNotFit() {
    table("columns: {id: bigint!, amount: bigint, note: text}\n    load: append");
    data("id,amount,note\n1,5,a\n");
    Pipelines.run(folder);
    table("load: append\n    columns:\n      id: bigint!\n      amount: int");
    Pipelines.Ran ran = Pipelines.sluice("run", folder.toString());
    assertThat(ran.toString(), ran.exit(), is(2));
    String places =
        """
          at      pipeline.yaml:9:7
            9 |       amount: int
              |       ^
          at      pipeline.yaml:7:5
            7 |     columns:
              |     ^
        """;
    assertThat(ran.err(), containsString(places));
    Pipelines.Ran planned = Pipelines.sluice("plan", folder.toString());
    assertThat(planned.exit(), is(2));
    assertThat(planned.out(), containsString(places));
    JsonNode at = json("run").path("error").path("at");
    assertThat(
        at.toString(),
        is(
            "[{\"file\":\"pipeline.yaml\",\"line\":9,\"column\":7},{\"file\":\"pipeline.yaml\",\"line\":7,\"column\":5}]"));
    assertThat(json("plan").path("refused").path(0).path("at").toString(), is(at.toString()));
  }

  @Test
  void showsTheFieldOfASchemaInAFileOfItsOwn() {
    avro("long");
    table("schema: t.avsc\n    load: append");
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        Pipelines.text(folder.resolve("pipeline.yaml")).replace("csv:", "json:"));
    data("{\"at\":5,\"x\":{\"at\":1}}\n");
    Pipelines.run(folder);
    avro("int");
    assertThat(
        Pipelines.sluice("run", folder.toString()).err(),
        containsString(
            """
              at      t.avsc:4:11
                4 |  {"name": "at", "type": "int"}
                  |           ^
            """));
  }

  @Test
  void showsTheSourceThatMatchesNothing() {
    table("columns: {id: bigint!}");
    String place =
        """
          at      pipeline.yaml:5:5
            5 |     source: {csv: data.csv}
              |     ^
        """;
    for (String command : new String[] {"run", "preview"}) {
      Pipelines.Ran ran =
          command.equals("run")
              ? Pipelines.sluice(command, folder.toString())
              : Pipelines.sluice(command, folder.toString(), "t");
      assertThat(ran.err(), containsString("NO_FILES"));
      assertThat(ran.err(), containsString(place));
    }
    assertThat(Pipelines.sluice("plan", folder.toString()).out(), containsString(place));
  }

  @Test
  void showsWhatForbidsAFileThatChanged() {
    table("columns: {id: bigint!}\n    changed_file: fail");
    data("id\n1\n");
    Pipelines.run(folder);
    data("id\n2\n");
    assertThat(
        Pipelines.sluice("run", folder.toString()).err(),
        containsString(
            """
              at      pipeline.yaml:7:5
                7 |     changed_file: fail
                  |     ^
            """));
  }

  @Test
  void showsTheKeyThatRowsShare() {
    table("columns: {id: bigint!}\n    load: append");
    data("id\n1\n1\n");
    Pipelines.run(folder);
    table("columns: {id: bigint!}\n    load: merge\n    key: [id]");
    data("id\n1\n");
    Pipelines.Ran ran = Pipelines.sluice("run", folder.toString());
    assertThat(ran.err(), containsString("KEY_SHARED"));
    assertThat(
        ran.err(),
        containsString(
            """
              at      pipeline.yaml:8:5
                8 |     key: [id]
                  |     ^
            """));
  }

  @Test
  void showsTheLakeOfAnother() {
    table("columns: {id: bigint!}");
    data("id\n1\n");
    Pipelines.run(folder);
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        Pipelines.text(folder.resolve("pipeline.yaml")).replace("name: shop", "name: other"));
    assertThat(
        Pipelines.sluice("run", folder.toString()).err(),
        containsString("\n  at      pipeline.yaml:2:1\n    2 | lake: lake\n      | ^\n"));
  }

  /** What is wrong with a command line stands in no file. */
  @Test
  void showsNoPlaceOfWhatWasTyped() {
    table("columns: {id: bigint!}\n    load: append\n    cursor: id");
    data("id\n1\n");
    Pipelines.run(folder);
    Pipelines.Ran ran = Pipelines.sluice("run", folder.toString(), "--from", "x");
    assertThat(ran.err(), containsString("--from x is not a value"));
    assertThat(ran.err(), not(containsString("  at  ")));
  }

  private JsonNode json(String command) {
    return Pipelines.sluice(command, folder.toString(), "--json").json();
  }

  private void data(String text) {
    Pipelines.write(folder.resolve("data.csv"), text);
  }

  private void table(String keys) {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: shop
        lake: lake
        tables:
          t:
            source: {csv: data.csv}
            %s
        publish: {approve: auto}
        """
            .formatted(keys));
  }

  /** A field inside of another has the same name. */
  private void avro(String type) {
    Pipelines.write(
        folder.resolve("t.avsc"),
        """
        {"type": "record", "name": "t", "fields": [
         {"name": "x", "type": {"type": "record", "name": "x",
           "fields": [{"name": "at", "type": "int"}]}},
         {"name": "at", "type": "%s"}
        ]}
        """
            .formatted(type));
  }
}
