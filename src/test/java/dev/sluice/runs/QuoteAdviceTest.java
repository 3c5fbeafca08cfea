// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.fixture.Pipelines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a source is read is told only where all of its files are read better so. */
class QuoteAdviceTest {
  private @TempDir Path folder;

  @BeforeEach
  void spec() {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: t
        lake: lake
        defaults: {tolerate: {dead_ratio: 1}}
        tables:
          t:
            source: {csv: t.csv}
            load: replace
            columns: {id: int!, a: text, b: text}
        """);
  }

  private List<String> told(String text) {
    return told(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> told(byte[] text) {
    try {
      Files.write(folder.resolve("t.csv"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> told = new ArrayList<>();
    for (JsonNode cause : Pipelines.run(folder, "--json").json().path("causes")) {
      told.add(cause.path("why").asText());
      cause.path("edits").forEach(edit -> told.add(edit.path("text").asText()));
      if (!cause.path("besides").isNull()) {
        told.add(cause.path("besides").asText());
      }
    }
    return told;
  }

  @Test
  void saysWhereAQuoteIsNotClosed() {
    assertThat(
        told("id,a,b\n1,x,\"one, two\"\n2,\"y\ny\",z\n3,\"open,3\n4,y,z\n"),
        is(
            List.of(
                "a quote is not closed, or stands in a value, first at %s:5 (record 3)"
                    .formatted(folder.resolve("t.csv")),
                "close it there, or double it, in the source")));
  }

  @Test
  void readsNothingAsQuotedWhereNothingIs() {
    assertThat(
        told("id,a,b\n1,x,\"one\" two\n2,\"a\" b,z\n4,y,z\n"),
        is(
            List.of(
                "quotes stand in values as any other character does: nothing in the file is quoted",
                "source: {csv: t.csv, quote: \"\\u001f\"}")));
  }

  @Test
  void tellsNoEscapeThatHarmsGoodRows() {
    assertThat(
        told("id,a,b\n1,x,\"C:\\\\\"\n2,\"a\\\" b\",z\n3,C:\\temp,z\n").get(0),
        is(
            "a quote is not closed, or stands in a value, first at %s:3 (record 2)"
                .formatted(folder.resolve("t.csv"))));
  }

  @Test
  void tellsNoEncodingThatHarmsGoodRows() {
    byte[] text = "id,a,b\n1,grün,z\n2,gr?n,z\n".getBytes(StandardCharsets.UTF_8);
    text[text.length - 5] = (byte) 0xfc;
    assertThat(
        told(text),
        is(
            List.of(
                "they are not UTF-8, unlike the other records of the file, first at %s:3 (record 2)"
                    .formatted(folder.resolve("t.csv")),
                "write them as UTF-8 in the source")));
  }
}
