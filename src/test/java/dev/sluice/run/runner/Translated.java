// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.runner;

import dev.sluice.fixture.Bucket;
import dev.sluice.plan.PlannedRun;
import dev.sluice.plan.RunRequest;
import dev.sluice.run.PipelineRun;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.parse.SpecParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Has Dataflow's own runner write a pipeline's job into a file, without Dataflow. */
public final class Translated {
  private static final Instant TIME = Instant.parse("2026-03-01T06:00:00Z");

  private Translated() {}

  /** Does it in a process of its own: folder, data, job file, endpoint, more options. */
  public static void main(String[] args) throws IOException {
    PipelineRun unused =
        of(
            Path.of(args[0]),
            Path.of(args[1]),
            arguments(Path.of(args[2]), args[3], Arrays.copyOfRange(args, 4, args.length)));
  }

  /** What a command line would say. */
  public static List<String> arguments(Path job, String endpoint, String... more)
      throws IOException {
    Path staged = Files.writeString(job.resolveSibling("staged.jar"), "small");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--runner=DataflowRunner",
                "--project=p-test",
                "--region=europe-west1",
                "--tempLocation=gs://" + Bucket.NAME + "/temp",
                "--filesToStage=" + staged,
                "--templateLocation=" + job,
                "--gcsEndpoint=" + endpoint,
                "--credentialFactoryClass=org.apache.beam.sdk.extensions.gcp.auth.NoopCredentialFactory",
                "--pathValidatorClass=org.apache.beam.sdk.extensions.gcp.storage.NoopPathValidator"));
    arguments.addAll(List.of(more));
    return arguments;
  }

  /**
   * Translates a folder's pipeline.
   *
   * @param data what stands for {@code ${SLUICE_DATA}}
   */
  public static PipelineRun of(Path folder, Path data, List<String> arguments) {
    Parsed parsed =
        SpecParser.parse(folder, name -> name.equals("SLUICE_DATA") ? data.toString() : null);
    RunRequest request = RunRequest.of(Objects.requireNonNull(parsed.spec()), "digest", TIME);
    PlannedRun.Ready ready = (PlannedRun.Ready) PipelineRun.plan(request);
    return PipelineRun.start(ready, Runner.of(arguments, List.of()));
  }
}
