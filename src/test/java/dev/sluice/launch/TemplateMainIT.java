// SPDX-License-Identifier: Apache-2.0
package dev.sluice.launch;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher from the very jars that a worker gets, with everything in a real GCS server. */
class TemplateMainIT {
  private static final String SERVER =
      Objects.requireNonNullElse(System.getenv("STORAGE_EMULATOR_HOST"), "http://127.0.0.1:4443");
  private static final Path HOME = Path.of(System.getProperty("sluice.home", "."));
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private @TempDir Path temp;
  private final String bucket = "it-" + UUID.randomUUID();

  /** What a process did. */
  private record Ran(int exit, String output) {}

  @BeforeEach
  void fill() throws Exception {
    assumeTrue(
        isUp() || System.getenv("CI") != null,
        "no GCS server at " + SERVER + "; start it with scripts/emulators up");
    post("/storage/v1/b?project=p-test", "{\"name\": \"%s\"}".formatted(bucket));
    upload(
        "pipelines/small/schemas/sales.avsc",
        """
        {"type": "record", "name": "sales", "fields": [{"name": "id", "type": "long"}]}
        """);
    upload("data/a.csv", "id\n1\n");
    spec("lake: gs://%s/lake".formatted(bucket));
  }

  private void spec(String lake) throws Exception {
    upload(
        "pipelines/small/pipeline.yaml",
        """
        name: small
        %s
        tables:
          sales:
            source: {csv: "gs://%s/data/*.csv"}
            schema: schemas/sales.avsc
        """
            .formatted(lake, bucket));
  }

  @Test
  void handsTheJobOverAndReturns() throws Exception {
    Ran ran = launch("--approve=manual");
    assertThat(ran.output(), ran.exit(), is(0));
    assertThat(ran.output(), containsString("of small is handed to DataflowRunner"));
    JsonNode job = new ObjectMapper().readTree(temp.resolve("job.json").toFile());
    assertThat(job.get("name").asText().startsWith("sluice-small-"), is(true));
    List<String> staged = new ArrayList<>();
    job.at("/environment/workerPools/0/packages")
        .forEach(
            each -> staged.add(each.get("name").asText().replaceFirst("-[\\w-]{43}\\.jar$", "")));
    assertThat(staged, is(List.of("sluice", "sluice-native")));
  }

  @Test
  void endsWithTheErrorsOfTheSpec() throws Exception {
    spec("laek: gs://%s/lake".formatted(bucket));
    Ran ran = launch();
    assertThat(ran.exit(), is(2));
    assertThat(ran.output(), containsString("pipeline.yaml:2:1"));
    assertThat(ran.output(), containsString("did you mean `lake`?"));
  }

  private Ran launch(String... more) throws Exception {
    String jars =
        HOME.resolve("target/sluice.jar") + ":" + HOME.resolve("target/sluice-native.jar");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-cp",
                jars,
                "dev.sluice.launch.TemplateMain",
                "--spec=gs://" + bucket + "/pipelines/small",
                "--runner=DataflowRunner",
                "--project=p-test",
                "--region=europe-west1",
                "--templateLocation=" + temp.resolve("job.json"),
                "--gcsEndpoint=" + SERVER + "/storage/v1/",
                "--credentialFactoryClass=org.apache.beam.sdk.extensions.gcp.auth.NoopCredentialFactory",
                "--pathValidatorClass=org.apache.beam.sdk.extensions.gcp.storage.NoopPathValidator"));
    command.addAll(List.of(more));
    Path output = temp.resolve("output.txt");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("STORAGE_EMULATOR_HOST", SERVER);
    Process process = builder.redirectOutput(output.toFile()).start();
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("still running: " + Files.readString(output));
    }
    return new Ran(process.exitValue(), Files.readString(output));
  }

  private static boolean isUp() {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(SERVER + "/storage/v1/b?project=p-test")).build();
      return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void upload(String name, String content) throws Exception {
    String object = URLEncoder.encode(name, StandardCharsets.UTF_8);
    post("/upload/storage/v1/b/%s/o?uploadType=media&name=%s".formatted(bucket, object), content);
  }

  private static void post(String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(SERVER + path))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    assertThat(path, HTTP.send(request, BodyHandlers.discarding()).statusCode(), is(200));
  }
}
