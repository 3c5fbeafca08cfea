// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.control;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.intake.InputFile;
import dev.sluice.spec.rule.CheckSpec.Control;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What senders write, and what they may mean by it. */
class ControlFileTest {
  private static final Control CHECK = new Control("c", "/c", "file", "rows", null, null);

  private @TempDir Path folder;

  private String read(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("c"), bytes);
    InputFile input =
        new InputFile(
            file.toString(), Files.size(file), Files.getLastModifiedTime(file).toMillis());
    ControlFile read = ControlFile.read(input, CHECK);
    return read.problem() != null
        ? read.problem()
        : read.lines().stream()
            .map(line -> line.number() + " " + line.name() + " " + line.rows())
            .collect(Collectors.joining(", "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "12 => 1 null 12",
        "'﻿12~' => 1 null 12",
        "'file,rows~a,1~b,2' => 1 a 1, 2 b 2",
        "'ROWS ;x; File~3;;a.csv' => 1 a.csv 3",
        "'rows|file~3|\"a|b\"' => 1 a|b 3",
        "'rows~7' => 1 null 7",
        "'file,rows' => ''",
        "'{\"file\": \"a\", \"rows\": 3.0}' => 1 a 3",
        "'{\"file\": \"a\", \"rows\": \"3\"}~{\"file\": \"b\", \"rows\": 4}' => 1 a 3, 2 b 4",
        "'[{\"file\": \"a\", \"rows\": 3}]' => 1 a 3",
        "'{\"of\": \"x\", \"parts\": [{\"file\": \"a\", \"rows\": 3}]}' => 1 a 3",
        "'{\"rows\": 3, \"tags\": [1]}' => 1 null 3",
        "'' => c is empty",
        "'[1]' => c has NUMBER where an object must stand",
        "'{\"rows\": }' => c is no JSON: Unexpected character ('}' (code 125)): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
        "'file,rows~a,-1' => c says `-1` in record 1, which is no number of rows",
        "'file,rows~a,1.5' => c says `1.5` in record 1, which is no number of rows",
        "'file,rows~a' => c is no CSV: Record 2 has 1 fields, but first record had 2 fields",
        "'file,rows~ ,1' => c names no file in record 1",
        "'name,rows~a,1~b,2' => c has no `file`, but `name`, `rows`; say which one it is: `file: NAME`",
        "'file,count~a,1' => c has no `rows`, but `file`, `count`; say which one it is: `rows: NAME`"
      })
  void readsWhatSendersWrite(String text, String expected) throws IOException {
    assertThat(
        read(text.replace('~', '\n').getBytes(StandardCharsets.UTF_8)), is(expected.strip()));
  }

  @Test
  void refusesWhatIsNoText() throws IOException {
    assertThat(read(new byte[] {(byte) 0xff, 1}), is("c is not in UTF-8"));
    InputFile gone = new InputFile(folder.resolve("gone").toString(), 1, 1);
    assertThat(ControlFile.read(gone, CHECK).problem(), is("gone cannot be read"));
  }

  @ParameterizedTest
  @CsvSource({
    "a.csv, /c/1.csv, '[/in/1/a.csv, /in/2/a.csv]'",
    "a.csv, /in/2/c, '[/in/2/a.csv]'",
    "1/a.csv, /in/2/c, '[/in/1/a.csv]'",
    "./a.csv, /in/2/c, '[/in/2/a.csv]'",
    "/in/1/a.csv, /c, '[/in/1/a.csv]'",
    "in/a.csv, /c, '[]'",
    "*/a.*, /c, '[/in/1/a.csv, /in/2/a.csv]'",
    "b[1].csv, /c, '[/in/b[1].csv]'",
    "b*, /c, '[/in/b.csv.gz, /in/b[1].csv]'",
    "'b{.csv.gz,9}', /c, '[/in/b.csv.gz]'",
    "[, /c, '[]'",
    "A.csv, /c, '[]'"
  })
  void knowsFilesByTheirNames(String name, String control, String expected) {
    assertThat(index().named(name, control).toString(), is(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "/c/b.csv.gz.ctl, [/in/b.csv.gz]",
    "/c/b.ctl, [/in/b.csv.gz]",
    "/c/b.csv, [/in/b.csv.gz]",
    "/in/1/a.count, [/in/1/a.csv]",
    "/c/bb.ctl, []"
  })
  void knowsTheFileThatAControlFileIsCalledLike(String control, String expected) {
    assertThat(index().calledLike(control).toString(), is(expected));
  }

  private static SourceIndex index() {
    return new SourceIndex(
        List.copyOf(
            Set.of("/in/1/a.csv", "/in/2/a.csv", "/in/b.csv.gz", "/in/b[1].csv", "/in/.a.csv")));
  }
}
