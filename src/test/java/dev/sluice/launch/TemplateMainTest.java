// SPDX-License-Identifier: Apache-2.0
package dev.sluice.launch;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Pipelines;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateMainTest {
  private @TempDir Path temp;
  private final StringWriter err = new StringWriter();

  @Test
  void showsErrorsOfTheSpecWhereTheyAre() {
    Path shop = Pipelines.copy(Path.of("examples/shop"), temp.resolve("shop"));
    Pipelines.write(shop.resolve("pipeline.yaml"), "name: shop\nlaek: gs://b-test/lake\n");
    assertThat(launch("--spec=" + shop), is(2));
    assertThat(err.toString(), containsString("pipeline.yaml:2:1"));
    assertThat(err.toString(), containsString("2 | laek: gs://b-test/lake"));
    assertThat(err.toString(), containsString("did you mean `lake`?"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--approve=sometimes | `--approve` must be one of `auto`, `manual`, not `sometimes`",
        "--mode=streaming | A template's launcher ends once a job is handed over, so it leads no stream: run batches on a schedule, `--mode=batch`, or `sluice run --mode streaming`",
        "--mode=fast | `--mode` must be one of `batch`, `streaming`, not `fast`",
        "--createdAt=yesterday | `--createdAt=yesterday` is not a time such as 2026-01-31T06:00:00Z or 2026-01-31",
        "--aprove=auto | `--aprove` is an option neither of Sluice nor of Beam's runners: did you mean `--approve`?",
        "--var=day | `--var=day`: `day` is no NAME=VALUE",
        "--approve=auto | Workers of DataflowRunner cannot run shop as it is: `lake` is"
      })
  void refusesWhatTheSpecWouldNotTakeEither(String argument, String message) {
    Path shop = Pipelines.copy(Path.of("examples/shop"), temp.resolve("shop"));
    assertThat(launch("--spec=" + shop, argument), is(2));
    assertThat(err.toString(), containsString("sluice: INVALID_VALUE: " + message));
  }

  @Test
  void showsWhereTheSpecNamesWhatNoWorkerReaches() {
    Path shop = Pipelines.copy(Path.of("examples/shop"), temp.resolve("shop"));
    Pipelines.write(
        shop.resolve("pipeline.yaml"),
        """
        name: shop
        lake: gs://b-test/lake
        tables:
          orders:
            source: {csv: data/orders*.csv}
            columns: {order_id: bigint!}
        """);
    assertThat(launch("--spec=" + shop), is(2));
    assertThat(
        err.toString(),
        containsString(
            "\n  at      pipeline.yaml:5:5\n    5 |     source: {csv: data/orders*.csv}\n      |     ^\n"));
  }

  @Test
  void takesTheTargetAndTheVariables() {
    Path shop = Pipelines.copy(Path.of("examples/shop"), temp.resolve("shop"));
    Path file = shop.resolve("pipeline.yaml");
    Pipelines.write(
        file,
        Pipelines.text(file).replaceFirst("(?m)^lake:.*$", "lake: /none/\\${PLACE}")
            + "vars: {PLACE: a, NOTE: b}\ntargets: {prod: {lake: '/prod/${PLACE}/${NOTE}'}}\n");
    assertThat(launch("--spec=" + shop, "--target=prd"), is(2));
    assertThat(err.toString(), containsString("did you mean `prod`?"));
    assertThat(launch("--spec=" + shop, "--target=prod", "--var=PLACE=c\\,d,NOTE=e=f"), is(2));
    assertThat(err.toString(), containsString("/prod/c,d/e=f"));
  }

  @Test
  void asksForTheSpec() {
    assertThat(launch(), is(2));
    assertThat(err.toString(), containsString("`--spec` is missing"));
  }

  private int launch(String... args) {
    List<String> all = new ArrayList<>(List.of("--runner=DataflowRunner", "--project=p-test"));
    all.addAll(List.of("--region=europe-west1", "--tempLocation=gs://b-test/temp"));
    all.addAll(List.of(args));
    return TemplateMain.launch(new PrintWriter(err), all.toArray(String[]::new));
  }
}
