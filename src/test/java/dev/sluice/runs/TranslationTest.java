// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.fixture.Bucket;
import dev.sluice.fixture.Golden;
import dev.sluice.fixture.Pipelines;
import dev.sluice.run.PipelineRun;
import dev.sluice.run.runner.Translated;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xerial.snappy.SnappyInputStream;

/** What Dataflow is handed, without Dataflow: its own runner writes the job into a file. */
class TranslationTest {
  private static final List<String> DATA =
      List.of(
          "nycweather/weather.csv",
          "nycweather/airports.csv",
          "jaffle/raw_customers.csv",
          "jaffle/raw_orders.csv",
          "jaffle/raw_payments.csv");
  private static final Path SHOP = Path.of("examples/shop");
  private static final ObjectMapper JSON = new ObjectMapper();

  private @TempDir Path temp;
  private Path data;
  private Bucket bucket;

  @BeforeEach
  void open() throws IOException {
    bucket = Bucket.open();
    data = temp.resolve("data");
    DATA.forEach(file -> Pipelines.write(data.resolve(file), "only its name matters"));
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
    JsonNode job = translate(example, "first");
    assertThat(job.get("type").asText(), is("JOB_TYPE_BATCH"));
    assertThat(job.at("/environment/sdkPipelineOptions/options/streaming").asBoolean(), is(false));
    List<String> steps = steps();
    Golden.check("steps-" + name + ".txt", String.join("\n", steps) + "\n");
    bucket.objects().clear();
    JsonNode unused = translate(example, "second");
    assertThat(steps(), equalTo(steps));
  }

  @Test
  void workersFitAKernelInEachThread() throws IOException {
    JsonNode job = translate(SHOP, "shop");
    JsonNode options = job.at("/environment/sdkPipelineOptions/options");
    JsonNode pool = job.at("/environment/workerPools/0");
    assertThat(
        options.get("jdkAddOpenModules").toString(), is("[\"java.base/java.nio=ALL-UNNAMED\"]"));
    assertThat(options.get("numberOfWorkerHarnessThreads").asInt(), is(4));
    assertThat(pool.get("machineType").asText(), is("e2-standard-4"));
    assertThat(pool.get("diskSizeGb").asInt(), is(100));
    assertThat(
        pool.at("/autoscalingSettings/algorithm").asText(), is("AUTOSCALING_ALGORITHM_BASIC"));
    assertThat(pool.at("/autoscalingSettings/maxNumWorkers").asInt(), is(10));
    assertThat(
        pool.at("/sdkHarnessContainerImages/0/containerImage").asText(),
        is("gcr.io/cloud-dataflow/v1beta3/beam_java17_sdk:2.71.0"));
    assertThat(
        job.at("/environment/experiments").toString(),
        is(
            "[\"use_runner_v2\",\"shuffle_mode=service\",\"use_unified_worker\",\"beam_fn_api\",\"use_portable_job_submission\"]"));
  }

  @Test
  void aRunIsKnownByItsNameAndLabels() throws IOException {
    JsonNode job = translate(SHOP, "first");
    String run = job.at("/labels/sluice-run").asText();
    assertThat(run.matches("[0-9a-f]{12}"), is(true));
    assertThat(job.get("name").asText(), is("sluice-shop-" + run));
    assertThat(job.at("/labels/sluice-pipeline").asText(), is("shop"));
    // The same run again collides with the first; Dataflow has one active job of a name.
    JsonNode again = JSON.readTree(again("first", "third").toFile());
    assertThat(again.get("name").asText(), is(job.get("name").asText()));
  }

  @Test
  void whatIsGivenWins() throws IOException {
    JsonNode job =
        translate(
            SHOP,
            "shop",
            "--jobName=mine",
            "--workerMachineType=n2-standard-8",
            "--diskSizeGb=30",
            "--maxNumWorkers=3",
            "--labels={\"team\":\"a\"}",
            "--experiments=mine",
            "--serviceAccount=worker@p-test.iam.gserviceaccount.com",
            "--subnetwork=regions/europe-west1/subnetworks/s",
            "--usePublicIps=false");
    JsonNode pool = job.at("/environment/workerPools/0");
    assertThat(job.get("name").asText(), is("mine"));
    assertThat(job.at("/labels/team").asText(), is("a"));
    assertThat(pool.get("machineType").asText(), is("n2-standard-8"));
    assertThat(pool.get("diskSizeGb").asInt(), is(30));
    assertThat(pool.at("/autoscalingSettings/maxNumWorkers").asInt(), is(3));
    assertThat(pool.get("subnetwork").asText(), is("regions/europe-west1/subnetworks/s"));
    assertThat(pool.get("ipConfiguration").asText(), is("WORKER_IP_PRIVATE"));
    assertThat(
        job.at("/environment/serviceAccountEmail").asText(),
        is("worker@p-test.iam.gserviceaccount.com"));
    assertThat(job.at("/environment/experiments/0").asText(), is("mine"));
    assertThat(
        job.at("/environment/sdkPipelineOptions/options/numberOfWorkerHarnessThreads").asInt(),
        is(0));
  }

  @Test
  void holdsNoSecret() throws Exception {
    Map<String, String> secrets =
        Map.of(
            "SLUICE_LETTER_KEY",
            "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LTEyMzQ=",
            "SLUICE_PII_KEY",
            "pii-key-of-nobody-else",
            "SLUICE_WEBHOOK_SECRET",
            "d2ViaG9vay1zZWNyZXQtb2Ytbm9ib2R5LWVsc2U=");
    SmallShop shop =
        new SmallShop(Files.createDirectories(temp.resolve("small")))
            .specWithModels(
                "{csv: data/*.csv}",
                "dead_letters: {payload: encrypt}\npublish: {notify: \"webhook:http://127.0.0.1:9/hook\"}\n")
            .data("a.csv", "id,shop,amount,at\n1,a,2.50,2026-01-01\n");
    Path job = temp.resolve("job.json");
    assertThat(inAnotherProcess(secrets, shop.folder, job), is(0));
    String handed = Files.readString(job) + handed();
    assertThat(handed, containsString(shop.folder.resolve("lake").toString()));
    secrets.values().forEach(secret -> assertThat(handed, not(containsString(secret))));
  }

  private int inAnotherProcess(Map<String, String> environment, Path folder, Path job)
      throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Translated.class.getName(),
            folder.toString(),
            data.toString(),
            job.toString(),
            bucket.endpoint());
    builder.environment().putAll(environment);
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** All that was uploaded, the functions of the graph unpacked. */
  private String handed() throws IOException {
    StringBuilder all = new StringBuilder();
    bucket.objects().values().forEach(each -> all.append(text(each)));
    for (RunnerApi.PTransform step : graph().getComponents().getTransformsMap().values()) {
      if (step.getSpec().getUrn().equals("beam:transform:pardo:v1")) {
        RunnerApi.ParDoPayload payload =
            RunnerApi.ParDoPayload.parseFrom(step.getSpec().getPayload());
        byte[] packed = payload.getDoFn().getPayload().toByteArray();
        try (SnappyInputStream in = new SnappyInputStream(new ByteArrayInputStream(packed))) {
          all.append(text(in.readAllBytes()));
        }
      }
    }
    return all.toString();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
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
    Path unused = Pipelines.copy(example, temp.resolve(folder));
    return JSON.readTree(again(folder, folder, more).toFile());
  }

  private Path again(String folder, String name, String... more) throws IOException {
    Path job = temp.resolve(name + ".json");
    List<String> arguments = Translated.arguments(job, bucket.endpoint(), more);
    PipelineRun run = Translated.of(temp.resolve(folder), data, arguments);
    assertThat(run.job().orElseThrow().isTemplate(), is(true));
    return job;
  }
}
