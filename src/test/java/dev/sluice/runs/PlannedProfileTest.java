// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code promote plan} says of the values of columns, by statistics and by rows. */
class PlannedProfileTest {
  private @TempDir Path folder;
  private StagedPlans plans;

  @BeforeEach
  void stage() {
    plans = new StagedPlans(folder);
  }

  private void spec(String columns, String load, String models) {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: t
        lake: lake
        publish: {approve: manual}
        tables:
          t:
            source: {csv: "data/*.csv"}
            columns: {%s}
            load: %s
        %s
        """
            .formatted(columns, load, models));
  }

  private void data(String name, String text) {
    Pipelines.write(folder.resolve("data").resolve(name), text);
  }

  @Test
  void readsNoFileThatBothStatesHave() {
    spec(
        "id: bigint!, name: text, amount: double, price: 'decimal(12,2)', day: date, at: timestamptz",
        "append",
        "");
    String header = "id,name,amount,price,day,at\n";
    data("1.csv", header + "1,ann,0.5,1.10,2026-01-01,2026-01-01 10:00:00Z\n2,,,,,\n");
    data("2.csv", header + "3,bob,1.5,2.20,2026-01-02,2026-01-02 10:00:00Z\n");
    Pipelines.run(folder);
    plans.release();
    List<Path> shared = tableFiles();
    data("3.csv", header + "4,cy,4,9.90,2025-12-31,2026-01-03 00:00:00.5+01:00\n5,bob,,,,\n");
    Pipelines.run(folder);
    List<String> expected =
        List.of(
            "id distinct: 3 → 5",
            "id max: 3 → 5",
            "id mean: 2 → 3",
            "name distinct: 2 → 3",
            "name max: bob → cy",
            "amount nulls: 1 → 2",
            "amount max: 1.5 → 4.0",
            "amount mean: 1 → 2",
            "price nulls: 1 → 2",
            "price distinct: 2 → 3",
            "price max: 2.20 → 9.90",
            "price mean: 1.65 → 4.4",
            "day nulls: 1 → 2",
            "day distinct: 2 → 3",
            "day min: 2026-01-01 → 2025-12-31",
            "at nulls: 1 → 2",
            "at distinct: 2 → 3",
            "at max: 2026-01-02 10:00:00+00 → 2026-01-02 23:00:00.5+00");
    assertThat(StagedPlans.profile(StagedPlans.table(plans.plan(), "t")), is(expected));
    shared.forEach(StagedPlans::delete);
    assertThat(StagedPlans.profile(StagedPlans.table(plans.plan(), "t")), is(expected));

    plans.loseStatistics();
    Ran lost = Pipelines.sluice("promote", "plan", folder.toString());
    assertThat(lost.err(), containsString("disappeared after it was landed"));
  }

  private List<Path> tableFiles() {
    List<Path> files =
        plans.files(".parquet").stream()
            .filter(path -> path.toString().contains("/staging/t/"))
            .toList();
    assertThat(files.size(), greaterThan(0));
    return files;
  }

  @Test
  void readsBothStatesWhereOneHasNoStatistics() {
    spec("id: bigint!, name: text", "replace", "");
    data("1.csv", "id,name\n1,a\n2,b\n");
    Pipelines.run(folder);
    plans.release();
    List<Path> before = plans.files(".puffin");
    data("1.csv", "id,name\n1,a\n2,c\n3,c\n");
    Pipelines.run(folder);
    assertThat(
        StagedPlans.profile(StagedPlans.table(plans.plan(), "t")),
        is(List.of("id distinct: 2 → 3", "id max: 2 → 3", "id mean: 1.5 → 2", "name max: b → c")));
    before.forEach(StagedPlans::delete);
    assertThat(
        StagedPlans.profile(StagedPlans.table(plans.plan(), "t")),
        is(
            List.of(
                "id distinct: about 2 → about 3",
                "id max: 2 → 3",
                "id mean: 1.5 → 2",
                "name max: b → c")));
  }

  @Test
  void countsDifferentValuesUpToTwoThousandAndEstimatesMore() {
    spec("id: bigint!, few: bigint", "replace", "");
    data("1.csv", numbers(2_048, 2_047));
    Pipelines.run(folder);
    plans.release();
    data("1.csv", numbers(4_096, 2_048));
    Pipelines.run(folder);
    List<String> told = StagedPlans.profile(StagedPlans.table(plans.plan(), "t"));
    assertThat(told, hasItem("few distinct: 2047 → 2048"));
    String ids =
        told.stream().filter(each -> each.startsWith("id distinct")).findFirst().orElse("");
    assertThat(ids, containsString("id distinct: 2048 → about "));
    long about = Long.parseLong(ids.replaceFirst(".*about ", ""));
    assertThat(Math.abs(about - 4_096) <= 4_096 * 0.045, is(true));
  }

  private static String numbers(int rows, int few) {
    return IntStream.range(0, rows)
        .mapToObj(i -> "%d,%d\n".formatted(i, i % few))
        .collect(Collectors.joining("", "id,few\n", ""));
  }

  @Test
  void tellsOnlyNullsOfWhatIsPersonalInAnyStateOrInTheSpec() {
    String columns = "id: bigint!, a: text, b: %s, c: text";
    spec(columns.formatted("{type: text, pii: true}"), "replace", "");
    data("1.csv", "id,a,b,c\n1,ann@x.org,bob@x.org,cy@x.org\n");
    Pipelines.run(folder);
    plans.release();
    spec(columns.formatted("text"), "replace", "");
    data("1.csv", "id,a,b,c\n1,dan@x.org,eve@x.org,fay@x.org\n2,,,gil@x.org\n");
    Pipelines.run(folder);
    spec("id: bigint!, a: text, b: text, c: {type: text, pii: true}", "replace", "");
    for (boolean isByRows : List.of(false, true)) {
      if (isByRows) {
        plans.loseStatistics();
      }
      Ran plan = plans.plan();
      assertThat(
          StagedPlans.profile(StagedPlans.table(plan, "t")).stream()
              .filter(each -> !each.startsWith("id "))
              .toList(),
          is(
              List.of(
                  "a nulls: 0 → 1",
                  "a min: ann@x.org → dan@x.org",
                  "a max: ann@x.org → dan@x.org",
                  "b nulls: 0 → 1")));
      for (String name : List.of("bob@", "cy@", "eve@", "fay@", "gil@")) {
        assertThat(plan.out(), not(containsString(name)));
      }
    }
  }

  @Test
  void comparesEmptyTablesAndTablesOfOneRow() {
    spec(
        "id: bigint!, n: int",
        "replace",
        "models:\n  m: {sql: 'SELECT n, n::VARCHAR AS v, n::DOUBLE AS d, n > 0 AS b FROM t WHERE n > 0'}");
    data("1.csv", "id,n\n1,0\n");
    Pipelines.run(folder);
    plans.release();
    data("1.csv", "id,n\n1,0\n2,7\n");
    Pipelines.run(folder);
    List<String> filled =
        List.of(
            "n distinct: 0 → 1",
            "n min: null → 7",
            "n max: null → 7",
            "n mean: null → 7",
            "v distinct: 0 → 1",
            "v min: null → 7",
            "v max: null → 7",
            "d min: null → 7.0",
            "d max: null → 7.0",
            "d mean: null → 7",
            "b distinct: 0 → 1",
            "b min: null → true",
            "b max: null → true");
    assertThat(StagedPlans.profile(StagedPlans.table(plans.plan(), "m")), is(filled));
    plans.release();
    data("1.csv", "id,n\n1,0\n");
    Pipelines.run(folder);
    assertThat(
        StagedPlans.profile(StagedPlans.table(plans.plan(), "m")),
        is(
            filled.stream()
                .map(each -> each.replaceFirst(": (\\S+) → (\\S+)", ": $2 → $1"))
                .toList()));
  }

  @Test
  void readsOnlyColumnsWhoseTypeChanged() {
    spec(
        "id: bigint!, v: text, w: text, x: text",
        "replace",
        "models:\n  m: {sql: 'SELECT id, v, w, x FROM t'}");
    data("1.csv", "id,v,w,x\n1,9,a,q\n2,10,b,q\n");
    Pipelines.run(folder);
    plans.release();
    spec(
        "id: bigint!, v: text, w: text, x: text",
        "replace",
        "models:\n  m: {sql: 'SELECT id, v::INTEGER AS v, w, x AS y FROM t'}");
    data("1.csv", "id,v,w,x\n1,9,a,q\n2,10,b,q\n3,11,c,q\n");
    Pipelines.run(folder);
    assertThat(
        StagedPlans.profile(StagedPlans.table(plans.plan(), "m")),
        is(
            List.of(
                "id distinct: 2 → 3",
                "id max: 2 → 3",
                "id mean: 1.5 → 2",
                "v distinct: about 2 → about 3",
                "v max: 10 → 11",
                "v mean: 9.5 → 10",
                "w distinct: 2 → 3",
                "w max: b → c")));
  }

  @Test
  void saysWhatMergedRowsAreLike() {
    spec("id: bigint!, n: bigint, name: text", "merge\n    key: [id]", "");
    data("1.csv", "id,n,name\n1,10,a\n2,20,b\n3,30,c\n");
    Pipelines.run(folder);
    plans.release();
    data("2.csv", "id,n,name\n3,-5,\n4,40,a\n");
    Pipelines.run(folder);
    List<String> expected =
        List.of(
            "id distinct: 3 → 4",
            "id max: 3 → 4",
            "id mean: 2 → 2.5",
            "n distinct: 3 → 4",
            "n min: 10 → -5",
            "n max: 30 → 40",
            "n mean: 20 → 16.25",
            "name nulls: 0 → 1",
            "name distinct: 3 → 2",
            "name max: c → b");
    assertThat(StagedPlans.profile(StagedPlans.table(plans.plan(), "t")), is(expected));
    plans.loseStatistics();
    assertThat(
        StagedPlans.profile(StagedPlans.table(plans.plan(), "t")),
        is(StagedPlans.estimated(expected)));
  }
}
