// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Pipelines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every situation of the tables of JSON and of delimited text that does not refuse its file, in
 * many files, through one run: what is published are the exact values, and all else is dead by its
 * code.
 */
class CorpusRunTest {
  private static final String SPEC =
      """
      name: corpus
      lake: lake
      warehouse: duckdb:corpus.duckdb
      tables:
        values: {source: {json: json/*}, schema: values.avsc, tolerate: {dead_ratio: 1.0}}
        cells: {source: {csv: csv/*}, schema: cells.avsc, tolerate: {dead_ratio: 1.0}}
      """;

  private static final String VALUES =
      """
      {"type": "record", "name": "v", "fields": [
        {"name": "id", "type": "string"},
        {"name": "t", "type": ["null", "string"], "default": null},
        {"name": "l", "type": ["null", {"type": "array", "items": ["null", "string"]}], "default": null},
        {"name": "n", "type": ["null", "double"], "default": null}]}
      """;

  private static final String CELLS =
      """
      {"type": "record", "name": "c", "fields": [
        {"name": "a", "type": ["null", "string"]},
        {"name": "b", "type": ["null", "string"]},
        {"name": "c", "type": ["null", "string"]}]}
      """;

  private @TempDir Path folder;
  private final List<String> values = new ArrayList<>();
  private final List<String> cells = new ArrayList<>();
  private final List<String> dead = new ArrayList<>();

  @Test
  void publishesExactValuesAndBuriesTheRest() throws IOException {
    Pipelines.write(folder.resolve("pipeline.yaml"), SPEC);
    Pipelines.write(folder.resolve("values.avsc"), VALUES);
    Pipelines.write(folder.resolve("cells.avsc"), CELLS);
    writeValues();
    writeCells();
    Pipelines.run(folder);
    assertThat(
        rows("SELECT id, t, replace(l[1], ' ', ''), n FROM production.values"), is(sorted(values)));
    assertThat(rows("SELECT a, b, c FROM production.cells"), is(sorted(cells)));
    assertThat(
        sorted(
            Pipelines.query(
                "",
                "SELECT table_name, reasons[1].code FROM read_parquet('%s/lake/staging/dead_letters/*/*/*.parquet')"
                    .formatted(folder))),
        is(sorted(dead)));
  }

  private void writeValues() throws IOException {
    Path target = Files.createDirectories(folder.resolve("json"));
    int number = 100;
    for (Situation one : Situation.of("json.tsv")) {
      if (one.place().equals("value")) {
        number++;
        String id = "{\"id\":\"" + number;
        byte[] lines =
            joined(
                (id + "t\",\"t\":").getBytes(UTF_8),
                one.input(),
                "}\n".getBytes(UTF_8),
                (id + "l\",\"l\":[").getBytes(UTF_8),
                one.input(),
                "]}\n".getBytes(UTF_8),
                (id + "n\",\"n\":").getBytes(UTF_8),
                one.input(),
                "}\n".getBytes(UTF_8));
        Files.write(target.resolve(number / 10 + ".json"), lines, CREATE, APPEND);
        expectValue(number, one);
      }
    }
  }

  private void expectValue(int number, Situation one) {
    if (one.isDead()) {
      dead.addAll(Collections.nCopies(3, "values|" + one.code()));
      return;
    }
    values.add(number + "t|" + one.expected() + "|null|null");
    values.add(number + "l|null|" + one.expected().replace(" ", "") + "|null");
    String text = one.expected();
    double value = isNumber(one) ? Double.parseDouble(text) : Double.NaN;
    boolean isZero = value == 0 && text.matches("[^1-9]*([eE].*)?");
    if (Double.isNaN(value)) {
      dead.add("values|TYPE_CAST");
    } else if (Double.isInfinite(value) || (value == 0 && !isZero)) {
      dead.add("values|NUM_RANGE");
    } else {
      values.add(number + "n|null|null|" + value);
    }
  }

  private static boolean isNumber(Situation one) {
    return new String(one.input(), UTF_8).strip().matches("-?[0-9][0-9.eE+-]*");
  }

  /** Files that have just the contract's columns: the others are judged by their header. */
  private void writeCells() throws IOException {
    Path target = Files.createDirectories(folder.resolve("csv"));
    int number = 100;
    for (Situation one : Situation.of("csv.tsv")) {
      boolean isPlain = one.place().equals(",") && one.text().matches("a,b,c(<0D>|<0A>).*");
      if (isPlain && !one.result().matches("(HEADER|FILE)_.*")) {
        Files.write(target.resolve(++number + ".csv"), one.input());
        for (String judged : one.expected().isEmpty() ? List.<String>of() : split(one)) {
          if (judged.matches("(?s)[A-Z]+_[A-Z_]+ .*")) {
            dead.add("cells|" + judged.substring(0, judged.indexOf(' ')));
          } else {
            cells.add(judged.replace("∅", "null"));
          }
        }
      }
    }
  }

  private static List<String> split(Situation one) {
    return List.of(one.expected().split(" ¶ "));
  }

  private List<String> rows(String sql) {
    return sorted(Pipelines.query(folder.resolve("corpus.duckdb").toString(), sql));
  }

  private static List<String> sorted(List<String> texts) {
    return texts.stream().sorted().toList();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Stream.of(parts).forEach(all::writeBytes);
    return all.toByteArray();
  }
}
