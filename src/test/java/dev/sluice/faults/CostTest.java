// SPDX-License-Identifier: Apache-2.0
package dev.sluice.faults;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.arrayContaining;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import com.sun.management.OperatingSystemMXBean;
import dev.sluice.fixture.Child;
import dev.sluice.fixture.Pipelines;
import dev.sluice.graph.ChangedRun;
import dev.sluice.store.document.Failpoints;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What safety costs. How long a recovery takes is measured by {@code bench/recovery}; here it is
 * only shown that it does nothing twice. {@code -Dcost.rows=2000000} measures a larger run.
 */
class CostTest {
  private static final Instant CREATED_AT = Instant.parse("2026-02-02T00:00:00Z");

  private static @TempDir Path base;
  private static Lab lab;

  @BeforeAll
  static void prepare() {
    lab = new Lab(base, Integer.getInteger("cost.rows", 200_000));
  }

  @BeforeEach
  void restore() {
    lab.restore();
  }

  @Test
  void doesNothingAgainThatWasFinishedBeforeAKill() throws IOException {
    Child child =
        Child.start(Map.of(Failpoints.VARIABLE, "manifest.write:before:1"), lab.command());
    child.endsWith(Failpoints.HALTED);
    String[] before = attempts();
    assertThat(before.length, is(1));
    Pipelines.Ran ran = Pipelines.sluice(lab.command());
    assertThat(ran.toString(), ran.exit(), is(0));
    assertThat("the recovery landed nothing", attempts(), is(arrayContaining(before)));
    String manifest = Files.readString(lab.folder().resolve("lake/_sluice/log/000002.json"));
    Set<String> named =
        Pattern.compile("created_at=20260202T000000Z/(attempt=[0-9a-f]+)/")
            .matcher(manifest)
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toSet());
    assertThat(named, is(Set.of(before)));
  }

  @Test
  void verifiesBeforeTheCommitAtAFewPercent() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    double least = 100;
    for (int round = 0; round < 3; round++) {
      lab.restore();
      long unused = TimedFn.spent();
      long begin = system.getProcessCpuTime();
      var manifest =
          ChangedRun.of(
              lab.folder(),
              CREATED_AT,
              pipeline ->
                  Rewrite.replace(
                      pipeline,
                      fn ->
                          List.of("VerifyLandedFn", "VerifyInheritedFn")
                              .contains(fn.getClass().getSimpleName()),
                      (name, parDo) -> new TimedFn(parDo.getFn(), parDo.getMainOutputTag())));
      long all = system.getProcessCpuTime() - begin;
      double percent = 100.0 * TimedFn.spent() / all;
      System.out.printf(
          "verification: %.2f %% of %d ms of processor time, manifest %d%n",
          percent, all / 1_000_000, manifest.number());
      least = Math.min(least, percent);
    }
    assertThat(least, is(lessThanOrEqualTo(5.0)));
  }

  /** The attempts that landed raw rows of the second run. */
  private static String[] attempts() {
    String[] names =
        lab.folder()
            .resolve("lake/staging/raw_sales/created_at=20260202T000000Z")
            .toFile()
            .list((folder, name) -> name.startsWith("attempt="));
    return names == null ? new String[0] : names;
  }
}
