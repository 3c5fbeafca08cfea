// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.sniff;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.spec.table.SourceSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SnifferTest {
  @TempDir Path folder;

  @Test
  void saysThatParquetIsNotCompressedAsAWhole() throws IOException {
    Path path = folder.resolve("x.parquet.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
      out.write("PAR1\25\4\25\0".getBytes(StandardCharsets.ISO_8859_1));
    }
    InputFile file = new InputFile(path.toString(), Files.size(path), 0);
    PipelineException refused = assertThrows(PipelineException.class, () -> Sniffer.of(file));
    assertThat(
        refused.getMessage(),
        is(
            path
                + " is Parquet that was compressed as a whole; unpack it: Parquet compresses its own pages"));
  }

  @Test
  void takesABackslashForAnEscapeOnlyWhereThatExplainsTheQuotes() throws IOException {
    assertThat(escape("id,t,n\n1,\"say \\\"hi\\\", ok\",2\n2,\"b\",3\n"), is("\\"));
    assertThat(escape("id,t,n\n1,\"C:\\\",2\n2,\"D:\\\",3\n"), is("none"));
    assertThat(escape("id,t,n\n1,\"a \"\"b\"\"\",2\n"), is("none"));
  }

  private String escape(String text) throws IOException {
    Path path = Files.writeString(folder.resolve("x.csv"), text);
    Dialect dialect = Sniffer.of(new InputFile(path.toString(), Files.size(path), 0));
    Character escape = ((SourceSpec.Csv) dialect.spelling()).escape();
    return escape == null ? "none" : escape.toString();
  }

  static Stream<Arguments> encodings() {
    return Stream.of(
        arguments("Shift_JIS", "\u6771\u4eac\u90fd,\u6e0b\u8c37\u533a\u3067\u3059"),
        arguments("EUC-JP", "\u6771\u4eac\u90fd,\u6e0b\u8c37\u533a\u3067\u3059"),
        arguments("GB18030", "\u5317\u4eac\u5e02,\u671d\u9633\u533a\u7684\u5ba2\u6237"),
        arguments("Big5", "\u81fa\u5317\u5e02,\u4fe1\u7fa9\u5340\u7684\u5ba2\u6236"),
        arguments("EUC-KR", "\uc11c\uc6b8\uc2dc,\uac15\ub0a8\uad6c \uc5ed\uc0bc\ub3d9"),
        arguments(
            "windows-1251",
            "\u041c\u043e\u0441\u043a\u0432\u0430,\u041f\u0440\u0438\u0432\u0435\u0442 \u0432\u0441\u0435\u043c"),
        arguments(
            "KOI8-R",
            "\u041c\u043e\u0441\u043a\u0432\u0430,\u041f\u0440\u0438\u0432\u0435\u0442 \u0432\u0441\u0435\u043c"),
        arguments("UTF-8", "M\u00fcller,\u6771\u4eac\u90fd"),
        arguments("UTF-16LE", "M\u00fcller,\u6771\u4eac\u90fd"),
        arguments("UTF-32BE", "M\u00fcller,x"),
        arguments("windows-1252", "M\u00fcller,Stra\u00dfe"));
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void tellsEncodingsByTheirBytes(String encoding, String words) throws IOException {
    String text = "a,b,n\n" + (words + ",1\n").repeat(8);
    Path path = folder.resolve("x.csv");
    Files.write(path, text.getBytes(Charset.forName(encoding)));
    Dialect dialect = Sniffer.of(new InputFile(path.toString(), Files.size(path), 0));
    assertThat(dialect.spelling().encoding(), is(encoding));
    String first = words.split(",")[0];
    List<String> evidence =
        encoding.startsWith("UTF")
            ? List.of()
            : encoding.equals("windows-1252")
                ? List.of(
                    "no UTF-8: that it is windows-1252 is a guess, which makes `"
                        + first
                        + "` of a value")
                : List.of(
                    "no UTF-8, but "
                        + encoding
                        + " by its bytes, which makes `"
                        + first
                        + "` of a value");
    assertThat(dialect.evidence(), is(evidence));
  }

  @Test
  void saysWhatToDoWhereSeveralBlanksPartColumns() throws IOException {
    Path path = folder.resolve("x.dat");
    Files.writeString(
        path,
        "  id   mass  day\n" + "   1  20.50  2024-01-02\n  12   3.25  2024-01-03\n".repeat(4));
    Dialect dialect = Sniffer.of(new InputFile(path.toString(), Files.size(path), 0));
    assertThat(
        dialect.evidence(),
        hasItem(
            "several blanks at a time part columns, which no delimiter does: make one of them,"
                + " `tr -s ' ' < x.dat | sed 's/^ //; s/ $//' > x.csv`, and look at that"));
    Files.writeString(path, "note\nit is  late\nso  long\nand more\n");
    assertThat(
        Sniffer.of(new InputFile(path.toString(), Files.size(path), 0)).evidence(), is(List.of()));
  }

  @Test
  void takesNoCodeForAHeader() throws IOException {
    Path path = folder.resolve("x.tsv");
    Files.writeString(
        path,
        IntStream.range(0, 26)
            .mapToObj(i -> "A%cA\tFirm %d Ltd\n".formatted('A' + i, i))
            .collect(Collectors.joining()));
    Dialect dialect = Sniffer.of(new InputFile(path.toString(), Files.size(path), 0));
    assertThat(dialect.isNamed(), is(false));
  }

  @Test
  void claimsNoEncodingByAFewLetters() throws IOException {
    Path path = folder.resolve("x.csv");
    Files.write(path, "a,b\n\u041c\u043e,1\nx,2\n".getBytes(Charset.forName("windows-1251")));
    Dialect dialect = Sniffer.of(new InputFile(path.toString(), Files.size(path), 0));
    assertThat(dialect.spelling().encoding(), is("windows-1252"));
  }
}
