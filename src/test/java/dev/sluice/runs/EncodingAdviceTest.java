// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.fixture.Pipelines;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of bytes that are no UTF-8, the encoding is told that they are in, once it was tried. */
class EncodingAdviceTest {
  private @TempDir Path folder;

  private JsonNode cause(String encoding, String text) throws IOException {
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
            columns: {id: int!, a: text}
        """);
    Files.write(folder.resolve("t.csv"), text.getBytes(Charset.forName(encoding)));
    return Pipelines.run(folder, "--json").json().path("causes").path(0);
  }

  private String advised(String encoding, String text) throws IOException {
    JsonNode cause = cause(encoding, text);
    assertThat(cause.path("why").asText(), is("they are not UTF-8, but most likely " + encoding));
    return cause.path("edits").path(0).path("text").asText();
  }

  @Test
  void tellsTheEncodingOfTheFile() throws IOException {
    assertThat(
        advised("windows-1250", "id,a\n1,Łódź\n2,Kraków\n3,Święta\n4,Wrocław\n5,Żaneta\n"),
        is("source: {csv: t.csv, encoding: windows-1250}"));
    assertThat(
        advised("windows-1251", "id,a\n1,Москва\n2,Санкт-Петербург\n3,Новосибирск\n4,Казань\n"),
        is("source: {csv: t.csv, encoding: windows-1251}"));
    assertThat(
        advised("windows-1252", "id,a\n1,München\n2,Köln\n3,Groß\n4,x\n"),
        is("source: {csv: t.csv, encoding: windows-1252}"));
  }

  @Test
  void namesTwoWhereFewLettersTellNothing() throws IOException {
    JsonNode cause = cause("windows-1252", "id,a\n1,España\n2,x\n");
    assertThat(
        cause.path("why").asText(),
        startsWith(
            "they are not UTF-8, and too few letters tell what they are: windows-1252 or windows-1250"));
    assertThat(cause.path("edits").size(), is(0));
    assertThat(
        cause.path("besides").asText(),
        startsWith(
            "look at the first, at %s:2 (record 1): write `encoding: windows-1252` in the source where its letters are right, else `encoding: windows-1250`"
                .formatted(folder.resolve("t.csv"))));
  }
}
