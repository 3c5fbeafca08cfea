// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.spec.rule.CheckSpec.Kind;
import dev.sluice.spec.rule.CheckSpec.Monotonic;
import dev.sluice.spec.rule.CheckSpec.NoGaps;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that compare a row with the one before it. */
class SequenceKindsTest {
  private @TempDir Path folder;
  private Kernel kernel;
  private CutFixture tables;

  @BeforeEach
  void open() {
    kernel =
        Kernel.open(
            new KernelSettings(
                KernelSettings.DEFAULT_MEMORY, folder + "/scratch", List.of(folder.toString())));
    tables = new CutFixture(kernel, folder);
  }

  @AfterEach
  void close() {
    kernel.close();
  }

  private void judged(Kind kind, String verdict) throws StatementFailed {
    assertThat(kind.toString(), tables.judge(kind), is(verdict));
  }

  private static Kind rising(String column, boolean isStrict, String... per) {
    return new Monotonic(column, "n", List.of(per), isStrict);
  }

  @Test
  void valuesDoNotFall() throws StatementFailed {
    tables.table(
        "t",
        "k VARCHAR, n INTEGER, v INTEGER, f DOUBLE",
        "('a', 1, 10, 1)",
        "('b', 2, 1, 'nan')",
        "('a', 3, 12, 'inf')",
        "('a', 4, 12, 'inf')",
        "('b', 5, 0, 3)",
        "('a', 6, 11, NULL)",
        "(NULL, 7, 5, 4)",
        "('a', NULL, 1, 1)",
        "('a', 8, NULL, 9)");
    judged(
        rising("v", false, "k"),
        "false 2 rows below the one before | v never falls by n in each k"
            + " 1{k=a, n=6, v=11} 1{k=b, n=5, v=0}");
    judged(
        rising("v", true, "k"),
        "false 3 rows below the one before | v rises by n in each k"
            + " 1{k=a, n=4, v=12} 1{k=a, n=6, v=11} 1{k=b, n=5, v=0}");
    judged(
        rising("v", false),
        "false 3 rows below the one before | v never falls by n"
            + " 1{n=2, v=1} 1{n=5, v=0} 1{n=7, v=5}");
    judged(
        rising("f", false, "k"),
        "false 3 rows below the one before | f never falls by n in each k"
            + " 1{k=a, n=8, f=9.0} 1{k=b, n=2, f=nan} 1{k=b, n=5, f=3.0}");
  }

  @Test
  void rowsOfOnePlaceAreNoFall() throws StatementFailed {
    tables.table("t", "n INTEGER, v DATE", "(1, '2026-01-02')", "(1, '2026-01-01')");
    judged(rising("v", false), "true 0 rows below the one before | v never falls by n");
    judged(rising("v", true), "true 0 rows below the one before | v rises by n");
  }

  @Test
  void noValueIsMissing() throws StatementFailed {
    tables.table(
        "t",
        "k INTEGER, v BIGINT, day DATE",
        "(1, 1, '2026-02-28')",
        "(1, 2, '2026-03-01')",
        "(1, 2, NULL)",
        "(2, -9223372036854775808, '2024-02-28')",
        "(2, 9223372036854775807, '2024-03-01')",
        "(NULL, 7, '1970-01-01')",
        "(1, NULL, NULL)");
    judged(
        new NoGaps("v", List.of("k")),
        "false 1 gap | every number in each k 1{k=2, v=9223372036854775807}");
    judged(
        new NoGaps("day", List.of("k")),
        "false 1 gap | every day in each k 1{k=2, day=2024-03-01}");
    judged(
        new NoGaps("v", List.of()),
        "false 3 gaps | every number 1{v=1} 1{v=7} 1{v=9223372036854775807}");
  }

  @Test
  void fewRowsAreInOrder() throws StatementFailed {
    for (String[] rows : new String[][] {{}, {"(1, 1)"}, {"(NULL, NULL)", "(2, NULL)"}}) {
      tables.table("t", "n INTEGER, v INTEGER", rows);
      judged(rising("v", true), "true 0 rows below the one before | v rises by n");
      judged(new NoGaps("v", List.of("n")), "true 0 gaps | every number in each n");
    }
    tables.table("t", "n INTEGER, v INTEGER", "(1, 5)", "(2, 5)");
    judged(new NoGaps("v", List.of()), "true 0 gaps | every number");
    judged(rising("v", false), "true 0 rows below the one before | v never falls by n");
  }
}
