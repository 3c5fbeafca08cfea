// SPDX-License-Identifier: Apache-2.0
package dev.sluice.launch;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import dev.sluice.fixture.Buckets;
import dev.sluice.fixture.Emulators;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A launcher that finds spec, data and lake in a bucket, and nothing on its own machine. */
class TemplateIT {
  private static final Path SHOP = Path.of("examples/shop");

  private @TempDir Path temp;
  private final StringWriter err = new StringWriter();
  private Storage storage;
  private String bucket;
  private Path job;

  @BeforeEach
  void upload() throws IOException {
    storage = Buckets.client(Emulators.gcs());
    bucket = Buckets.make();
    job = temp.resolve("job.json");
    try (Stream<Path> files = Files.walk(SHOP)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String path = SHOP.relativize(file).toString();
        if (!path.startsWith("build/")) {
          put("spec/" + path, Files.readAllBytes(file));
        }
      }
    }
    String yaml = Files.readString(SHOP.resolve("pipeline.yaml"));
    put(
        "spec/pipeline.yaml",
        yaml.replaceAll("(?m)^lake: .*", "lake: gs://" + bucket + "/lake")
            .replaceAll("(?m)^warehouse: .*\\n", "")
            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private void put(String name, byte[] content) {
    var unused = storage.create(BlobInfo.newBuilder(bucket, name).build(), content);
  }

  private int launch(String spec) throws IOException {
    Path staged = Files.writeString(temp.resolve("staged.jar"), "small");
    List<String> args =
        new ArrayList<>(
            List.of(
                "--runner=DataflowRunner",
                "--project=p-test",
                "--region=europe-west1",
                "--tempLocation=gs://" + bucket + "/temp",
                "--filesToStage=" + staged,
                "--templateLocation=" + job,
                "--spec=gs://" + bucket + spec,
                "--createdAt=2026-03-01T06:00:00Z"));
    return TemplateMain.launch(new PrintWriter(err), args.toArray(String[]::new));
  }

  @Test
  void handsOverAJobThatReadsBesideTheSpec() throws IOException {
    assertThat(err.toString(), launch("/spec/"), is(0));
    assertThat(err.toString(), containsString(" of shop is handed to DataflowRunner"));
    JsonNode written = new ObjectMapper().readTree(job.toFile());
    assertThat(written.path("type").asText(), is("JOB_TYPE_BATCH"));
    String proto = staged("pipeline");
    assertThat(proto, containsString("gs://" + bucket + "/lake"));
    assertThat(attempts(), is(1L));
  }

  @Test
  void refusesASpecWhoseDataAreNotThere() throws IOException {
    storage
        .list(bucket, Storage.BlobListOption.prefix("spec/data/orders"))
        .iterateAll()
        .forEach(blob -> blob.delete());
    assertThat(launch("/spec/"), is(1));
    assertThat(
        err.toString(), containsString("No file matches gs://" + bucket + "/spec/data/orders"));
    assertThat(attempts(), is(0L));
  }

  @Test
  void saysThatThereIsNoSpec() throws IOException {
    assertThat(launch("/none"), is(2));
    assertThat(err.toString(), containsString("There is no file under gs://" + bucket + "/none/"));
  }

  /** Attempts that are, or may be, under way. */
  private long attempts() {
    return StreamSupport.stream(
            storage
                .list(bucket, Storage.BlobListOption.prefix("lake/_sluice/attempts/"))
                .iterateAll()
                .spliterator(),
            false)
        .count();
  }

  /** The text of a staged file, whatever encoding lies around it. */
  private String staged(String name) {
    return StreamSupport.stream(
            storage.list(bucket, Storage.BlobListOption.prefix("temp/")).iterateAll().spliterator(),
            false)
        .filter(blob -> blob.getName().contains(name))
        .map(blob -> new String(blob.getContent(), java.nio.charset.StandardCharsets.ISO_8859_1))
        .findFirst()
        .orElseThrow();
  }
}
