// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.kernel.KernelSettings;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table of thousands of columns. */
class WideTableTest {
  private static final int COLUMNS = 3_000;
  private static final int ROWS = 200;

  private @TempDir Path folder;

  @Test
  void memoryGrowsWithTheColumnsOfTheWidestTable() {
    assertThat(KernelSettings.memoryFor(768), is(KernelSettings.DEFAULT_MEMORY));
    assertThat(KernelSettings.memoryFor(3_000), is(1_500L << 20));
  }

  @Test
  @Tag("nightly")
  void runsAsAnyOther() {
    Pipelines.write(
        folder.resolve("data/w.csv"),
        joined(0, COLUMNS, i -> "c" + i)
            + "\n"
            + IntStream.range(0, ROWS)
                .mapToObj(row -> joined(0, COLUMNS, i -> String.valueOf(row * i % 97)) + "\n")
                .collect(Collectors.joining()));
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        "name: wide\nlake: lake\ntables:\n  w:\n    source: {csv: data/w.csv}\n    columns:\n"
            + IntStream.range(0, COLUMNS)
                .mapToObj(i -> "      c%d: int%n".formatted(i))
                .collect(Collectors.joining()));
    Ran ran = Pipelines.run(folder);
    assertThat(ran.out(), containsString("w       200        200"));
    long expected = IntStream.range(0, ROWS).mapToLong(row -> row * 2_999 % 97).sum();
    assertThat(
        Pipelines.sluice("query", folder.toString(), "SELECT sum(c2999) AS s FROM w").out(),
        containsString(String.valueOf(expected)));
  }

  private static String joined(int from, int to, java.util.function.IntFunction<String> text) {
    return IntStream.range(from, to).mapToObj(text).collect(Collectors.joining(","));
  }
}
