// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.sniff;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.spec.table.SourceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonShapeTest {
  @TempDir Path folder;

  private Dialect look(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    return Sniffer.of(new InputFile(file.toString(), Files.size(file), 0));
  }

  static Stream<Arguments> shapes() {
    String order = "{\"id\": 1, \"lines\": [{\"x\": 1}], \"note\": \"" + "n".repeat(60) + "\"}";
    String element = "{\"a\": \"" + "x".repeat(1000) + "\"},";
    return Stream.of(
        Arguments.of("{\"a\":1}\n{\"b\":[{}]}\n", "lines [a]"),
        Arguments.of("{\"a\":1}", "lines [a]"),
        Arguments.of(" [ {\"a\":1, \"b\":{\"c\":[]}},{\"d\":1}]", "$ [a, b]"),
        Arguments.of("[]", "$ []"),
        Arguments.of("{\n\"a\":1}\n{\n\"a\":2}", "$ [a]"),
        Arguments.of("{\n\"a\":1,\n\"b\":[1,2]}", "$ [a, b]"),
        Arguments.of("{\"n\":1,\"data\":[{\"a\":1}]}", "$.data [a]"),
        Arguments.of(
            "{\"n\":1,\"d\":{\"my rows\":[{\"a\":1},{\"a\":2},{\"a\":3}]}}",
            "$.d[\"my rows\"] [a]"),
        Arguments.of("{\"s\":[{\"z\":1}],\"long\":[{\"a\":1},{\"a\":2},{\"a\":3}]}", "$.long [a]"),
        Arguments.of("{\"x\":[[{\"a\":1}]],\"y\":[1,{\"b\":2}]}", "lines [x, y]"),
        Arguments.of(order, "lines [id, lines, note]"),
        Arguments.of(order + "\n" + order, "lines [id, lines, note]"),
        Arguments.of("{\"meta\":{},\"list\":[" + element.repeat(1100) + "{}]}", "$.list [a]"),
        Arguments.of("[1,2],x\n[3,4],y\n", "csv"),
        Arguments.of("[a];b\n1;2\n", "csv"));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void saysWhereRecordsAre(String text, String expected) throws IOException {
    Dialect dialect = look("x.json", text);
    assertThat(
        dialect.spelling() instanceof SourceSpec.Json json
            ? json.records().spelled() + " " + dialect.names()
            : dialect.spelling().format(),
        is(expected));
  }

  @Test
  void takesLinesForLinesWhereTheFileIsCalledSo() throws IOException {
    Dialect dialect = look("x.jsonl", "{\"data\":[{\"a\":1}]}");
    assertThat(((SourceSpec.Json) dialect.spelling()).records().spelled(), is("lines"));
  }

  @Test
  void saysWhatIsBesideTheRecords() throws IOException {
    assertThat(
        look("x.json", "{\"data\":[{\"a\":1}],\"b\":{\"c\":[{}]}}").evidence().get(0),
        is(
            "each file is one document: its records are the objects under `$.data`; other lists are under `$.b.c`"));
  }

  @Test
  void refusesListsOfLists() {
    PipelineException refused =
        assertThrows(PipelineException.class, () -> look("x.json", "[[1, 2]]"));
    assertThat(
        refused.getMessage(),
        is(
            folder.resolve("x.json")
                + " is a JSON list of lists, whose values have no names; write it as CSV, as `jq -r '.[] | @csv'` does"));
  }
}
