// SPDX-License-Identifier: Apache-2.0
package dev.sluice.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.fixture.Bucket;
import dev.sluice.fixture.Golden;
import dev.sluice.fixture.Pipelines;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.SpecParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Dataflow is handed, without Dataflow: its own runner writes the job into a file. */
class TranslationTest {
  private static final Instant TIME = Instant.parse("2026-03-01T06:00:00Z");

  private static final List<String> DATA =
      List.of(
          "nycweather/weather.csv",
          "nycweather/airports.csv",
          "jaffle/raw_customers.csv",
          "jaffle/raw_orders.csv",
          "jaffle/raw_payments.csv");

  private @TempDir Path temp;
  private Bucket bucket;

  @BeforeEach
  void open() throws IOException {
    bucket = Bucket.open();
  }

  @AfterEach
  void close() {
    bucket.close();
  }

  @ParameterizedTest
  @CsvSource({
    "shop, examples/shop",
    "weather, src/test/resources/pipelines/weather",
    "jaffle, src/test/resources/pipelines/jaffle"
  })
  void stepsHaveStableNames(String name, Path example) throws IOException {
    JsonNode unused = translate(example, "first");
    List<String> steps = steps();
    Golden.check("steps-" + name + ".txt", String.join("\n", steps) + "\n");
    bucket.objects().clear();
    unused = translate(example, "second");
    assertThat(steps(), equalTo(steps));
  }

  /** The steps that do something, by the names that metrics and updates know them by. */
  private List<String> steps() throws IOException {
    return graph().getComponents().getTransformsMap().values().stream()
        .filter(step -> step.getSubtransformsCount() == 0)
        .map(RunnerApi.PTransform::getUniqueName)
        .sorted()
        .toList();
  }

  private RunnerApi.Pipeline graph() throws IOException {
    List<String> protos =
        bucket.objects().keySet().stream().filter(name -> name.endsWith(".pb")).toList();
    assertThat(protos, hasSize(1));
    return RunnerApi.Pipeline.parseFrom(bucket.objects().get(protos.get(0)));
  }

  private JsonNode translate(Path example, String folder, String... more) throws IOException {
    Path copy = Pipelines.copy(example, temp.resolve(folder));
    Path data = temp.resolve("data");
    DATA.forEach(file -> Pipelines.write(data.resolve(file), "only its name matters"));
    Parsed parsed = SpecParser.parse(copy, name -> data.toString());
    RunRequest request = RunRequest.of(Objects.requireNonNull(parsed.spec()), "digest", TIME);
    Planned.Ready ready = (Planned.Ready) PipelineRun.plan(request);
    Path file = temp.resolve(folder + ".json");
    PipelineRun run = PipelineRun.start(ready, runner(file, more));
    assertThat(run.job().orElseThrow().isTemplate(), is(true));
    Files.copy(file, Path.of("/tmp/lj/job-" + System.nanoTime() + ".json")); // XXX
    return new ObjectMapper().readTree(file.toFile());
  }

  private Runner runner(Path file, String... more) throws IOException {
    Path staged = Files.writeString(temp.resolve("staged.jar"), "small");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--runner=DataflowRunner",
                "--project=p-test",
                "--region=europe-west1",
                "--tempLocation=gs://b-test/temp",
                "--filesToStage=" + staged,
                "--templateLocation=" + file,
                "--gcsEndpoint=" + bucket.endpoint(),
                "--credentialFactoryClass=org.apache.beam.sdk.extensions.gcp.auth.NoopCredentialFactory",
                "--pathValidatorClass=org.apache.beam.sdk.extensions.gcp.storage.NoopPathValidator"));
    arguments.addAll(List.of(more));
    return Runner.of(arguments, List.of());
  }
}
