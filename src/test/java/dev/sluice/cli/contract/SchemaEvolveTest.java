// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.contract;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The columns that files have, and the spec does not declare: shown, and written on request. */
class SchemaEvolveTest {
  private static final String SPEC =
      """
      name: c
      lake: lake
      tables:
        t: # a table
          source: {csv: data/t*.csv}
          columns: # its columns
            id: bigint! # the key
            # what follows belongs together
            gone: {type: text,
              doc: "it has } and # in it"}

          # how it is loaded
          load: append
        f:
          source: {json: data/f.jsonl}
          columns: {id: bigint!, "note": text}
        a:
          source: {csv: data/t1.csv}
          schema: a.avsc
      """;

  private @TempDir Path folder;

  private Ran schema(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "schema";
    all[1] = arguments[0];
    all[2] = folder.toString();
    System.arraycopy(arguments, 1, all, 3, arguments.length - 1);
    return Pipelines.sluice(all);
  }

  private void files() {
    Pipelines.write(folder.resolve("pipeline.yaml"), SPEC);
    Pipelines.write(
        folder.resolve("a.avsc"),
        "{\"type\": \"record\", \"name\": \"a\", \"fields\": [\n    {\"name\": \"id\", \"type\": \"long\"}\n]}\n");
    Pipelines.write(folder.resolve("data/t1.csv"), "ID,E Mail,speed\n1,a@b.c,1.50\n2,,2\n");
    Pipelines.write(folder.resolve("data/t2.csv"), "speed,id,day\n7,3,2026-01-31\n");
    Pipelines.write(
        folder.resolve("data/f.jsonl"),
        "{\"id\":1,\"at\":{\"zip\":7},\"n\":1}\n{\"id\":2,\"n\":2}\n");
  }

  @Test
  void showsWhatFilesHaveAndWritesItOnRequest() {
    files();
    Ran diff = schema("diff", "t");
    assertThat(
        diff.out(),
        equalTo(
            """
            t
              files: 2 files, 3 rows
                are not in the contract: `unknown_field: raw`
                + e_mail: {type: text, from: E Mail, default: null}
                + speed: {type: double, default: null}
                + day: {type: date, default: null}
                are in no file: `missing_field: fail`
                - gone
              lake: no run made the table so far

            """));
    assertThat(
        Pipelines.sluice("plan", folder.toString()).out().replaceAll("\\s+", " "),
        allOf(
            containsString(
                "unknown_fields: 3, unknown_fields_first: [\"E Mail\", speed, day], missing_fields: 1, missing_fields_first: [gone]"),
            containsString(
                "unknown_fields: 2, unknown_fields_first: [at, n], missing_fields: 1, missing_fields_first: [note]")));
    assertThat(schema("evolve", "t").out(), containsString("Nothing is changed"));
    assertThat(Pipelines.text(folder.resolve("pipeline.yaml")), equalTo(SPEC));
    Ran written = schema("evolve", "--write");
    assertThat(written.toString(), written.exit(), is(0));
    assertThat(
        Pipelines.text(folder.resolve("pipeline.yaml")),
        equalTo(
            SPEC.replace(
                    "and # in it\"}\n",
                    "and # in it\"}\n      e_mail: {type: text, from: E Mail, default: null}\n      speed: {type: double, default: null}\n      day: {type: date, default: null}\n")
                .replace(
                    "\"note\": text}",
                    "\"note\": text, at: {type: struct(zip bigint), default: null}, n: {type: bigint, default: null}}")));
    assertThat(
        Pipelines.text(folder.resolve("a.avsc")),
        equalTo(
            "{\"type\": \"record\", \"name\": \"a\", \"fields\": [\n    {\"name\": \"id\", \"type\": \"long\"},\n"
                + "    {\"name\": \"e_mail\", \"type\": [\"null\", \"string\"], \"default\": null, \"sluice.from\": [\"E Mail\"]},\n"
                + "    {\"name\": \"speed\", \"type\": [\"null\", \"double\"], \"default\": null}\n]}\n"));
    assertThat(schema("evolve", "--write").out(), containsString("There was nothing to add."));
  }

  @Test
  void comparesWithTheLakeAndRefusesWhatItsRowsCannotFollow() {
    files();
    String spec =
        "name: c\nlake: lake\ntables:\n  t:\n    source: {csv: data/t2.csv}\n    columns: {id: bigint!, day: date}\n";
    Pipelines.write(folder.resolve("pipeline.yaml"), spec);
    Pipelines.run(folder);
    String narrow = spec.replace("bigint!", "int!");
    Pipelines.write(folder.resolve("pipeline.yaml"), narrow);
    assertThat(
        schema("diff").out(),
        allOf(
            containsString("~ id bigint! → int!"),
            containsString("a run is refused: `id` was BIGINT and is now INTEGER"),
            containsString("+ speed: {type: bigint, default: null}")));
    Ran refused = schema("evolve", "--write");
    assertThat(refused.exit(), is(3));
    assertThat(refused.err(), containsString("cannot follow: `id` was BIGINT and is now INTEGER"));
    assertThat(Pipelines.text(folder.resolve("pipeline.yaml")), equalTo(narrow));
  }
}
