// SPDX-License-Identifier: Apache-2.0
package dev.sluice.metrics;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Inputs;
import dev.sluice.table.log.Manifest.Outcome;
import dev.sluice.table.log.Manifest.Stamp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunMetricsTest {
  private static final String BEGIN = "2026-01-01T00:00:00Z";

  @TempDir Path folder;

  @Test
  void saysHowTheNewestRunEndedAndWhenTheLastGoodOneDid() throws Exception {
    Path file = folder.resolve("made/sluice.prom");
    MetricsFile.write(file, run(1, Outcome.PUBLISHED, 10), Optional.empty());
    MetricsFile.write(file, run(0, Outcome.FAILED, 70), Optional.of(run(1, Outcome.PUBLISHED, 10)));
    assertThat(
        Files.readAllLines(file).stream().filter(line -> !line.startsWith("#")).toList(),
        is(
            List.of(
                "sluice_check_passed{check=\"unique: [\\\"a\\\"]\",pipeline=\"shop\",severity=\"fail\",table=\"orders\"} 0.0",
                "sluice_commit_end_timestamp_seconds{pipeline=\"shop\"} 1.76722561E9",
                "sluice_run_duration_seconds{pipeline=\"shop\"} 70.0",
                "sluice_run_end_timestamp_seconds{pipeline=\"shop\"} 1.76722567E9",
                "sluice_run_failed{pipeline=\"shop\"} 1.0",
                "sluice_run_info{outcome=\"failed\",pipeline=\"shop\",run_id=\"r0\"} 1.0")));
    try (Stream<Path> left = Files.list(file.getParent())) {
      assertThat(left.count(), is(1L));
    }
  }

  @Test
  void takesThePlaceOfNothingButFigures() throws Exception {
    Path source = Files.writeString(folder.resolve("orders.csv"), "id,a\n1,2\n");
    PipelineException refused =
        assertThrows(
            PipelineException.class,
            () -> MetricsFile.write(source, run(1, Outcome.PUBLISHED, 10), Optional.empty()));
    assertThat(refused.code(), is(ErrorCode.METRICS_UNWRITTEN));
    assertThat(Files.readString(source), is("id,a\n1,2\n"));
    Path empty = Files.createFile(folder.resolve("empty.prom"));
    MetricsFile.write(empty, run(1, Outcome.PUBLISHED, 10), Optional.empty());
    assertThat(Files.readString(empty).startsWith("# HELP"), is(true));
  }

  private static Manifest run(long number, Outcome outcome, int seconds) {
    String end = Instant.parse(BEGIN).plusSeconds(seconds).toString();
    Stamp stamp =
        new Stamp("r" + number, "a", BEGIN, BEGIN, end, "0".repeat(64), Inputs.UNKNOWN, "");
    List<Verdict> verdicts =
        List.of(
            new Verdict("orders", "unique: [\"a\"]", "fail", true, "0", "0"),
            new Verdict("orders", "unique: [\"a\"]", "fail", false, "1", "0"));
    return new Manifest(Manifest.VERSION, number, "shop", stamp, outcome, List.of(), verdicts, "");
  }
}
