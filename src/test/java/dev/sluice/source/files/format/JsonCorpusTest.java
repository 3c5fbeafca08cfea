// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;

import dev.sluice.runs.Situation;
import dev.sluice.schema.Judged;
import dev.sluice.source.files.avro.Read;
import dev.sluice.spec.table.SourceSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every situation in which parsers of JSON were seen to differ: what is JSON is read as it stands,
 * what is not is dead, wherever in a record it stands.
 */
class JsonCorpusTest {
  private static final FileReader.Wanted TABLE = Read.wanted(new SourceSpec.Json(List.of()));

  @TempDir Path folder;

  static Stream<Situation> values() {
    return Situation.of("json.tsv", "value");
  }

  static Stream<Situation> records() {
    return Situation.of("json.tsv", "record");
  }

  static Stream<Situation> files() {
    return Situation.of("json.tsv", "file");
  }

  @Test
  void knowsEverySituation() {
    assertThat(
        Stream.of(values(), records(), files())
            .flatMap(all -> all)
            .collect(Collectors.groupingBy(Situation::kind, Collectors.counting())),
        is(Map.of("y", 95L, "n", 188L, "i", 35L)));
  }

  @Test
  void refusesWhatIsNoJsonAndTakesWhatIsUnlessThereIsAReason() {
    for (Situation one : Situation.of("json.tsv")) {
      boolean isPlain = one.kind().equals(one.isDead() ? "n" : "y");
      assertThat(one.toString(), isPlain, is(one.why().isEmpty()));
    }
  }

  @ParameterizedTest
  @MethodSource("values")
  void judgesAValueAlikeWhereverItStands(Situation value) throws IOException {
    String text = new String(value.input(), UTF_8);
    List<String> judged =
        lines(
            around("{\"a\":", value, "}"),
            around("{\"b\":[{\"x\":", value, "}]}"),
            around("{\"w\":", value, "}"),
            around("{\"w\":{\"k\":[", value, "]}}"),
            around("{\"a\":", value, ""));
    assertThat(judged.get(4), matchesPattern("(JSON|ENC)_[A-Z]+ .*"));
    if (value.isDead()) {
      assertThat(judged.get(0), is(value.expected()));
      assertThat(judged.subList(1, 4), everyItem(startsWith(value.code())));
    } else {
      assertThat(
          judged.subList(0, 4),
          contains(
              value.expected() + "|∅|∅",
              "∅|[{\"x\":" + text + "}]|∅",
              "∅|∅|{\"w\":" + text.strip() + "}",
              "∅|∅|{\"w\":{\"k\":[" + text + "]}}"));
    }
  }

  @ParameterizedTest
  @MethodSource("records")
  void judgesARecordAloneAndAmongOthers(Situation record) throws IOException {
    assertThat(lines(record.input()), contains(record.expected()));
    List<String> alone = Judged.of(TABLE, folder, record.input());
    boolean isArray = record.text().startsWith("[");
    assertThat(
        alone,
        contains(isArray ? startsWith("FILE_CORRUPT is one JSON array;") : is(record.expected())));
  }

  @ParameterizedTest
  @MethodSource("files")
  void judgesAFileAsAWhole(Situation file) throws IOException {
    assertThat(String.join(" & ", Judged.of(TABLE, folder, file.input())), is(file.expected()));
  }

  @Test
  void refusesEveryValueThatStandsInAnArrayOfItsFile() throws IOException {
    for (Situation value : values().toList()) {
      byte[] array = around("[", value, "]");
      assertThat(
          value.toString(),
          Judged.of(TABLE, folder, array),
          contains(startsWith("FILE_CORRUPT is one JSON array;")));
    }
  }

  /** What became of lines between two good ones. */
  private List<String> lines(byte[]... lines) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes("{\"b\":\"vor\"}\n".getBytes(UTF_8));
    for (byte[] line : lines) {
      all.writeBytes(line);
      all.write('\n');
    }
    all.writeBytes("{\"b\":\"nach\"}".getBytes(UTF_8));
    List<String> judged = Judged.of(TABLE, folder, all.toByteArray());
    assertThat(judged.get(0), is("∅|vor|∅"));
    assertThat(judged.get(judged.size() - 1), is("∅|nach|∅"));
    return judged.subList(1, judged.size() - 1);
  }

  private static byte[] around(String before, Situation one, String after) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(before.getBytes(UTF_8));
    all.writeBytes(one.input());
    all.writeBytes(after.getBytes(UTF_8));
    return all.toByteArray();
  }
}
