// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kernel.sql;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.is;

import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.StatementFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetReadTest {
  private static final Path SOURCES =
      Path.of(System.getProperty("sluice.home", ".")).resolve("src/main/java");

  @TempDir Path folder;

  @Test
  void isTheOnlyPlaceThatReadsFilesByTheKernel() throws IOException {
    Pattern call =
        Pattern.compile("(read|parquet|sniff|scan)_?(parquet|csv|json|scan|auto)\\w*\\(");
    try (Stream<Path> files = Files.walk(SOURCES)) {
      List<String> places =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> call.matcher(text(file)).find())
              .map(file -> String.valueOf(file.getFileName()))
              .toList();
      assertThat(places, containsInAnyOrder("JsonRead.java", "ParquetRead.java"));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void takesPathsAsNamesAndColumnsAsTheyAre() throws IOException, StatementFailed {
    Path odd = Files.createDirectories(folder.resolve("a=1/[b]*?{c}'d"));
    try (Kernel kernel =
        Kernel.open(
            new KernelSettings(KernelSettings.DEFAULT_MEMORY, "", List.of(folder.toString())))) {
      String path = odd.resolve("x.parquet").toString();
      kernel.execute(
          "COPY (SELECT 2 AS a, 'NaN'::DOUBLE AS n) TO "
              + SqlName.literal(path)
              + " (FORMAT parquet)");
      for (String read :
          List.of(
              ParquetRead.of(List.of(path)),
              ParquetRead.numbered(path),
              ParquetRead.located(List.of(path)))) {
        assertThat(
            kernel.rows("SELECT a FROM " + read + " WHERE n > 1", row -> row.getInt(1)),
            is(List.of(2)));
      }
    }
  }
}
