// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {
  private @TempDir Path folder;

  private void spec(String type, String more) {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        "name: t\nlake: lake\ntables:\n  o:\n    source: {csv: data/*.csv}\n    columns: {id: int!, qty: %s}\n%s"
            .formatted(type, more));
  }

  private Ran validated() {
    return Pipelines.sluice("validate", folder.toString());
  }

  @Test
  void refusesATypeThatTheRowsInTheLakeDoNotHave() throws IOException {
    Pipelines.write(folder.resolve("data/a.csv"), "id,qty\n1,5\n");
    spec("text", "");
    Ran first = Pipelines.run(folder);
    assertThat(first.toString(), first.exit(), is(0));
    spec("bigint", "");
    Ran ran = validated();
    assertThat(ran.toString(), ran.exit(), is(2));
    assertThat(
        ran.err(),
        allOf(
            startsWith("sluice: INVALID_VALUE: The contract of table o does not fit the rows"),
            containsString("was VARCHAR and is now BIGINT"),
            containsString("remove the folder " + folder.toRealPath().resolve("lake"))));
    assertThat(Pipelines.sluice("plan", folder.toString()).exit(), is(2));

    spec("bigint", "    load: replace\n");
    assertThat(validated().exit(), is(0));
  }

  @Test
  void tellsMissingDataAsNoFaultOfTheSpec() throws IOException {
    spec("text", "");
    Ran ran = validated();
    assertThat(ran.toString(), ran.exit(), is(0));
    assertThat(ran.out(), containsString("A run would fail now: o: NO_FILES: "));
  }

  @Test
  void namesFieldsThatCameIntoASourceAsARunWouldTakeThem() throws IOException {
    Pipelines.write(folder.resolve("data/a.csv"), "id,qty\n1,5\n");
    spec("text", "");
    assertThat(validated().out(), not(containsString("its files have")));
    Pipelines.write(folder.resolve("data/b.csv"), "id,qty,e,coupon,f,g,h,i\n2,5,1,X,1,1,1,1\n");
    String named =
        "Table o: its files have `e`, `coupon`, `f`, `g`, `h` and 1 more, which the spec";
    Ran ran = validated();
    assertThat(ran.toString(), ran.exit(), is(0));
    assertThat(
        ran.out(),
        containsString(
            named
                + " does not name: kept in the raw rows alone (`unknown_field: raw`). `sluice schema diff`"
                + " shows the lines to write.\n"));
    assertThat(
        Pipelines.sluice("validate", folder.toString(), "--json").json().at("/sources/0").asText(),
        startsWith(named));
    spec("text", "    contract: {unknown_field: dead_letter}\n");
    assertThat(
        validated().out(), containsString(named + " does not name: their rows would be dead"));
    spec("text", "    contract: {unknown_field: fail}\n");
    assertThat(
        validated().out(),
        containsString("A run would fail now: SCHEMA_UNKNOWN_FIELD: Table 'o', "));
    for (String said : List.of("keep", "evolve", "drop_value")) {
      spec("text", "    contract: {unknown_field: " + said + "}\n");
      assertThat(said, validated().out(), not(containsString("its files have")));
    }
  }

  @Test
  void takesColumnsThatTheSourceBroughtForThoseOfTheTable() throws IOException {
    Pipelines.write(folder.resolve("data/a.csv"), "id,qty,more\n1,5,x\n");
    spec("text", "    contract: {unknown_field: evolve}\n");
    assertThat(Pipelines.run(folder).exit(), is(0));
    Ran ran = validated();
    assertThat(ran.toString(), ran.exit(), is(0));
    Files.writeString(folder.resolve("lake/_sluice/log/000001.json"), "{");
    Ran broken = validated();
    assertThat(broken.toString(), broken.exit(), is(0));
  }
}
