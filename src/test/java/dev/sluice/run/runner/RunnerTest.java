// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.runner;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fixture.Shop;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.spec.policy.PublishSpec.Approve;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunnerTest {
  private static final PipelineSpec SPEC = Shop.spec(Approve.AUTO);

  private @TempDir Path temp;

  @Test
  void runsOnThisMachineByDefault() {
    DirectOptions options = Runner.direct().options(SPEC, "run").as(DirectOptions.class);
    assertThat(options.getRunner(), is((Object) DirectRunner.class));
    assertThat(options.isBlockOnRun(), is(false));
    assertThat(options.isEnforceEncodability(), is(false));
    assertThat(options.isEnforceImmutability(), is(false));
    assertThat(
        options.getTargetParallelism(),
        is(Math.max(2, Runtime.getRuntime().availableProcessors())));
  }

  @Test
  void takesTheOptionsOfTheRunnerOnThisMachine() {
    Runner runner =
        Runner.of(List.of("--targetParallelism=7", "--enforceEncodability=true"), List.of());
    DirectOptions options = runner.options(SPEC, "run").as(DirectOptions.class);
    assertThat(runner.isRemote(), is(false));
    assertThat(options.getTargetParallelism(), is(7));
    assertThat(options.isEnforceEncodability(), is(true));
    assertThat(options.isEnforceImmutability(), is(false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--regoin=x | `--regoin` is an option neither of Sluice nor of Beam's runners: did you mean `--region`?",
        "--agian | `--agian` is an option neither of Sluice nor of Beam's runners: did you mean `--again`?",
        "--qwertyuiop=1 | `--qwertyuiop` is an option neither of Sluice nor of Beam's runners.",
        "--project | `--project` lacks its value: write `--project=VALUE`",
        "--runner=DataflowRuner | `DataflowRuner` is not a runner: did you mean `DataflowRunner`?",
        "--runner=SparkRunner | `SparkRunner` is not a runner: there are `DirectRunner`, `DataflowRunner`, `FlinkRunner`",
        "--maxNumWorkers=many | Beam cannot read `--maxNumWorkers=many`: Cannot deserialize value of type `int` from String \"many\": not a valid `int` value"
      })
  void saysWhatIsWrongWithAnOption(String argument, String message) {
    PipelineException e =
        assertThrows(
            PipelineException.class, () -> Runner.of(List.of(argument), List.of("--again")));
    assertThat(e.getMessage(), is(message));
    assertThat(e.code(), is(ErrorCode.INVALID_VALUE));
  }

  @Test
  void saysHowToGetTheRunnerThatItWasBuiltWithout() {
    assumeFalse(FlinkDefaults.isBuiltIn());
    PipelineException e =
        assertThrows(
            PipelineException.class,
            () -> Runner.of(List.of("--flinkMaster=[local]", "--runner=FlinkRunner"), List.of()));
    assertThat(
        e.getMessage(),
        is(
            "This Sluice was built without the runner for Apache Flink. Build it with `mvn -Pflink package`, and use what that makes."));
  }

  /** The starter of a job of Flink is there to its end, and machines may share folders. */
  @Test
  void refusesOfAClusterOnlyWhatItsMachinesLack() {
    RemoteRequirements.requireOfWaited(SPEC, "FlinkRunner", name -> null);
    PipelineException e =
        assertThrows(
            PipelineException.class,
            () ->
                RemoteRequirements.requireOfWaited(
                    SPEC, "FlinkRunner", Map.of("SLUICE_PII_KEY", "k")::get));
    assertThat(
        e.getMessage(),
        is(
            "Workers of FlinkRunner cannot run shop as it is: SLUICE_PII_KEY is set here, but workers do not have it and would make other tokens; unset it, and the key that the lake keeps is used"));
  }

  @Test
  void refusesEpochsThatAreShorterThanAJobOfDataflowTakesToStart() {
    Runner dataflow = Runner.of(List.of("--runner=DataflowRunner"), List.of());
    dataflow.requireEpochs(Duration.ofMinutes(10));
    Runner.direct().requireEpochs(Duration.ofSeconds(1));
    PipelineException e =
        assertThrows(PipelineException.class, () -> dataflow.requireEpochs(Duration.ofSeconds(10)));
    assertThat(e.code(), is(ErrorCode.INVALID_VALUE));
    assertThat(
        e.getMessage(),
        is(
            "Each epoch of a stream is a job of its own on Dataflow, which takes minutes to start, so `commit_every` must be at least 10m there; it is 10s. Set it to that or more, or leave out --runner: then this machine does the work."));
  }

  @Test
  void refusesWhatOtherMachinesCannotReach() {
    assertThat(
        refused(Map.of("SLUICE_PII_KEY", "k")),
        is(
            "Workers of DataflowRunner cannot run shop as it is: `lake` is /data/shop/lake, a folder of this machine; write `gs://BUCKET/PREFIX`; `warehouse` is /data/shop/shop.duckdb, a file of this machine; write `bigquery:PROJECT`, or leave it out; the source of `orders` is /data/shop/orders/*.csv, on this machine; write `gs://BUCKET/…`; the source of `currencies` is /data/shop/currencies.json, on this machine; write `gs://BUCKET/…`; SLUICE_PII_KEY is set here, but workers do not have it and would make other tokens; unset it, and the key that the lake keeps is used"));
  }

  /** Workers would write to Google's service what the launcher looks for in the other. */
  @Test
  void refusesServersThatStandInForGooglesHereAlone() {
    PipelineSpec spec =
        new PipelineSpec(
            "shop",
            "/data/shop",
            "gs://b-test/lake",
            new WarehouseSpec("bigquery", "p-test", List.of()),
            List.of(),
            List.of(),
            SPEC.policies(),
            SPEC.layout());
    RemoteRequirements.require(spec, "DataflowRunner", Map.of("BIGQUERY_EMULATOR_HOST", "")::get);
    PipelineException e =
        assertThrows(
            PipelineException.class,
            () ->
                RemoteRequirements.require(
                    spec, "DataflowRunner", Map.of("BIGQUERY_EMULATOR_HOST", "localhost:1")::get));
    assertThat(
        e.getMessage(),
        is(
            "Workers of DataflowRunner cannot run shop as it is: BIGQUERY_EMULATOR_HOST is set here, but workers do not have it and would use Google's own service; unset it"));
  }

  private static String refused(Map<String, String> environment) {
    return assertThrows(
            PipelineException.class,
            () -> RemoteRequirements.require(SPEC, "DataflowRunner", environment::get))
        .getMessage();
  }

  @Test
  void keepsTemporaryFilesInTheBucketOfTheLake() {
    PipelineSpec spec =
        new PipelineSpec(
            "shop",
            "/data/shop",
            "gs://b-test/some/lake",
            null,
            List.of(),
            List.of(),
            SPEC.policies(),
            SPEC.layout());
    List<String> there =
        List.of("--runner=DataflowRunner", "--project=p-test", "--region=europe-west1");
    Runner.of(there, List.of()).require(spec);
    assertThat(
        Runner.of(there, List.of()).options(spec, "run").getTempLocation(),
        is("gs://b-test/sluice-temp"));
    List<String> here = new ArrayList<>(there);
    here.add("--tempLocation=/tmp/x");
    PipelineException e =
        assertThrows(PipelineException.class, () -> Runner.of(here, List.of()).require(spec));
    assertThat(
        e.getMessage(),
        is("`--tempLocation=/tmp/x` is not in Cloud Storage: write `gs://BUCKET/temp`"));
  }

  @Test
  void stagesTheLibraryBesideTheProgram() throws IOException {
    Path program = Files.writeString(temp.resolve("sluice.jar"), "");
    PipelineException e = assertThrows(PipelineException.class, () -> WorkerFiles.of(program));
    assertThat(
        e.getMessage(),
        is(
            "%s/sluice-native.jar is missing, and workers need it beside %s. Build both with `mvn package`, or name what is to be staged with --filesToStage."
                .formatted(temp, program)));
    Path library = Files.writeString(temp.resolve("sluice-native.jar"), "");
    assertThat(WorkerFiles.of(program), is(List.of(program.toString(), library.toString())));
  }
}
