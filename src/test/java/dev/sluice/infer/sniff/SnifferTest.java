// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.sniff;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.spec.table.SourceSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
