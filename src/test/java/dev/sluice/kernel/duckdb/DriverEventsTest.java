// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kernel.duckdb;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process that opens a database loads. */
final class DriverEventsTest {
  @TempDir private Path folder;

  @Test
  void registersNoEventOfFlightRecorder() throws IOException, InterruptedException {
    Path classes = folder.resolve("classes.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-Xlog:class+load:file=" + classes,
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                OpensDatabase.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.txt").toFile())
            .start();
    int end = process.waitFor();
    assertThat(Files.readString(folder.resolve("output.txt")), end, equalTo(0));
    assertThat(loaded(classes, " org.duckdb.DuckDBDriver "), equalTo(1L));
    assertThat(loaded(classes, " org.duckdb.DuckDBMemoryEvent "), equalTo(0L));
    assertThat(loaded(classes, " jdk.jfr.internal.MetadataRepository "), equalTo(0L));
  }

  private static long loaded(Path classes, String name) throws IOException {
    try (Stream<String> lines = Files.lines(classes)) {
      return lines.filter(line -> line.contains(name)).count();
    }
  }

  /** A process of its own, for what is loaded stays loaded. */
  static final class OpensDatabase {
    private OpensDatabase() {}

    public static void main(String[] args) throws SQLException {
      DuckDb.memory(List.of(), List.of()).close();
    }
  }
}
