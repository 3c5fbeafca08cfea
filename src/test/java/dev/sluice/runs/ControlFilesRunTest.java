// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs against what the senders of their files say; plain DuckDB stands in for a sender. */
class ControlFilesRunTest {
  private @TempDir Path folder;

  private void spec(String load, String reconcile, String beside) {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: shop
        lake: lake
        tables:
          orders:
            source: {csv: "in/*.csv"}
            columns: {id: bigint!, amount: double}
            %s
            tolerate: {dead_rows: 100}
            checks:
              - reconcile: %s
                %s
          others:
            source: {csv: "others.csv"}
            columns: {id: bigint!}
        """
            .formatted(load, reconcile, beside));
    put("others.csv", "id\n1\n");
  }

  private void put(String name, String text) {
    Pipelines.write(folder.resolve(name), text);
  }

  /** Says of every file what plain DuckDB reads in it. */
  private void count(String control) {
    List<String> unused =
        Pipelines.query(
            "",
            "COPY (SELECT parse_filename(filename) AS file, count(*) AS rows FROM read_csv('%s/in/*.csv', all_varchar = true, filename = true) GROUP BY ALL ORDER BY 1) TO '%s/%s'"
                .formatted(folder, folder, control));
  }

  private void age(String name) {
    try {
      Path unused =
          Files.setLastModifiedTime(
              folder.resolve(name), FileTime.from(Instant.now().minus(Duration.ofDays(30))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode verdict(int exit) {
    Ran ran = Pipelines.sluice("run", folder.toString(), "--quiet");
    assertThat(ran.toString(), ran.exit(), is(exit));
    Ran list = Pipelines.sluice("check", "list", folder.toString(), "--json");
    for (JsonNode check : list.json().path("checks")) {
      if (check.path("check").asText().startsWith("reconcile")) {
        return check;
      }
    }
    throw new AssertionError(list.toString());
  }

  private static String observed(JsonNode verdict) {
    return (verdict.path("passed").asBoolean() ? "passed: " : "against: ")
        + verdict.path("observed").asText();
  }

  private static List<String> rows(JsonNode verdict) {
    List<String> rows = new ArrayList<>();
    verdict.path("rows").forEach(row -> rows.add(row.path("values").toString()));
    return rows;
  }

  @Test
  void countsWhatWasReadAgainstTheSender() {
    spec("load: append", "{control: \"counts/*.csv\"}", "examples: 3");
    put("in/a.csv", "id,amount\n1,2\n2,x\n3,4\n");
    put("in/b.csv", "id,amount\n4,\"5\"\n");
    put("counts/none", "");
    count("counts/1.csv");
    JsonNode first = verdict(0);
    assertThat(observed(first), is("passed: 2 counts as told (4 rows)"));
    assertThat(
        first.path("expected").asText(), is("of each file the rows that counts/*.csv tells"));

    put("in/c.csv", "id,amount\n5,1\n6,1\n");
    put("in/d.csv", "id,amount\n7,1\n");
    put("counts/2.csv", "file,rows\nc.csv,3\ne.csv,10\n");
    JsonNode second = verdict(1);
    assertThat(
        observed(second),
        is(
            "against: 1 count of 1 not as told, 1 file of which nothing is told, 1 file told of and not there"));
    assertThat(
        rows(second),
        is(
            List.of(
                "{\"file\":\"c.csv\",\"read\":\"2\",\"told\":\"3\",\"by\":\"2.csv\",\"difference\":\"1 row too few\"}",
                "{\"file\":\"e.csv\",\"read\":null,\"told\":\"10\",\"by\":\"2.csv\",\"difference\":\"the file is not there\"}",
                "{\"file\":\"d.csv\",\"read\":\"1\",\"told\":null,\"by\":null,\"difference\":\"no line tells of it\"}")));
    String shown = Pipelines.sluice("check", "show", folder.toString()).out();
    assertThat(shown, containsString("c.csv"));

    put("in/e.csv", "id,amount\n8,1\n");
    count("counts/3.csv");
    JsonNode third = verdict(0);
    assertThat(observed(third), is("passed: 3 counts as told (4 rows)"));

    put("others.csv", "id\n1\n2\n");
    assertThat(observed(verdict(0)), is("passed: not judged: no file was read"));
  }

  @Test
  void anOlderControlFileIsReadWhileAFileHasNoLine() {
    spec("load: append", "{control: \"counts/*.csv\"}", "severity: fail");
    put("in/a.csv", "id,amount\n1,2\n");
    put("counts/1.csv", "file,rows\na.csv,1\nb.csv,2\n");
    age("counts/1.csv");
    JsonNode early = verdict(1);
    assertThat(observed(early), is("against: 1 file told of and not there"));
    put("in/b.csv", "id,amount\n1,2\n2,3\n");
    assertThat(observed(verdict(0)), is("passed: 2 counts as told (3 rows)"));
    put("in/c.csv", "id,amount\n1,2\n");
    put("counts/2.csv", "file,rows\nc.csv,1\nold.csv,4\n");
    age("counts/2.csv");
    assertThat(observed(verdict(0)), is("passed: 1 count as told (1 row)"));
    put("in/b.csv", "id,amount\n1,2\n2,3\n3,4\n");
    put("counts/3.csv", "file,rows\nb.csv,3\n");
    assertThat(observed(verdict(0)), is("passed: 1 count as told (3 rows)"));
  }

  @Test
  void whatCannotBeReadNeverPasses() {
    spec("load: replace", "{control: \"counts/*\"}", "severity: fail");
    put("in/a.csv", "id,amount\n1,2\n");
    assertThat(observed(verdict(1)), is("against: cannot be computed: no file matches counts/*"));
    put("counts/1.csv", "file,rows\na.csv,many\n");
    JsonNode second = verdict(1);
    assertThat(
        observed(second),
        is(
            "against: cannot be computed: 1.csv says `many` in record 1, which is no number of rows"));
    assertThat(rows(second).size(), is(1));
    put("counts/1.csv", "name;count\na.csv;1\n");
    assertThat(
        observed(verdict(1)),
        is(
            "against: cannot be computed: 1.csv has no `rows`, but `name`, `count`; say which one it is: `rows: NAME`"));
    spec("load: replace", "{control: \"counts/*\", file: Name, rows: COUNT}", "severity: fail");
    assertThat(observed(verdict(0)), is("passed: 1 count as told (1 row)"));
    put("in/b.csv", "id,amount\n1,3\n");
    put("counts/2.csv", "name;count\nb.csv;1\nb.csv;2\n");
    assertThat(
        observed(verdict(1)), is("against: cannot be computed: 2.csv says 1 and 2 rows of b.csv"));
    spec("load: replace", "{control: \"counts/*\"}", "severity: warn");
    assertThat(observed(verdict(0)), containsString("against: cannot be computed: 2.csv has no"));
  }

  @Test
  void dataIsNoControlFile() {
    spec("load: append", "{control: \"in/*\"}", "severity: fail");
    put("in/a.csv", "id,amount\n1,2\n");
    put("in/counts.csv", "id,amount\n2,3\n");
    String said = observed(verdict(1));
    assertThat(
        said,
        containsString("counts.csv is read as data too: let the pattern of `source` not match it"));
    assertThat(said, not(containsString("passed")));
  }

  @Test
  void aFileOfItsOwnSaysOfOneFileAndAPatternOfSeveral() {
    spec(
        "load: append",
        "{control: \"in/*.ctl\", max_difference: 1, max_ratio: 0.5}",
        "examples: 2");
    put("in/a.csv", "id,amount\n1,2\n2,3\n");
    put("in/a.csv.ctl", "2\n");
    put("in/b-1.csv", "id,amount\n1,2\n");
    put("in/b.ctl", "{\"files\": [{\"file\": \"b-*.csv\", \"rows\": 2}]}");
    JsonNode first = verdict(0);
    assertThat(observed(first), is("passed: 2 counts as told (3 rows)"));
    assertThat(
        first.path("expected").asText(),
        is("of each file the rows that in/*.ctl tells, within 1 row and 0.5 of them"));
    put("in/b-2.csv", "id,amount\n3,2\n4,3\n");
    put("in/b.ctl", "{\"file\": \"b-*.csv\", \"rows\": 3.0}\n");
    assertThat(observed(verdict(0)), is("passed: 1 count as told (3 rows)"));
  }
}
