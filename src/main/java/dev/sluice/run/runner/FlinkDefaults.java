// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.runner;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.spec.PipelineSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.beam.sdk.options.FileStagingOptions;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Apache Flink, for a cluster of one's own; only a program that was built for it brings its runner,
 * so nothing here names its classes.
 */
final class FlinkDefaults {
  static final String NAME = "FlinkRunner";

  private static final String CLASS = "org.apache.beam.runners.flink.FlinkRunner";
  private static final String MASTER = "flinkMaster";
  private static final int REST_PORT = 8081;
  private static final int PATIENCE_MILLIS = 10_000;

  /** Masters by which Flink runs in this process. */
  private static final Set<String> HERE = Set.of("[local]", "[auto]");

  private FlinkDefaults() {}

  /** Whether this program was built with it. */
  static boolean isBuiltIn() {
    try {
      Class<?> unused = Class.forName(CLASS, false, FlinkDefaults.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** Where its jobs run: this process, unless a cluster is named. */
  static String master(List<String> arguments) {
    return RunnerArguments.value(arguments, MASTER).orElse("[local]");
  }

  static boolean isCluster(List<String> arguments) {
    return !HERE.contains(master(arguments));
  }

  /** Beam's options for one run. */
  static PipelineOptions options(List<String> arguments, PipelineSpec spec, String runId) {
    List<String> all = new ArrayList<>(arguments);
    if (!RunnerArguments.isGiven(arguments, MASTER)) {
      all.add("--" + MASTER + "=" + master(arguments));
    }
    PipelineOptions options = RunnerArguments.parse(all, List.of());
    if (!RunnerArguments.isGiven(arguments, "jobName")) {
      options.setJobName(
          "sluice-%s-%s".formatted(spec.name().toLowerCase(Locale.ROOT).replace('_', '-'), runId));
    }
    if (isCluster(arguments)) {
      stage(options.as(FileStagingOptions.class));
    }
    return options;
  }

  /**
   * The program, unless others are named; of a cluster that has it among its own, a jar with
   * nothing in it, for where no file is named the runner hands over the whole class path.
   */
  private static void stage(FileStagingOptions options) {
    List<String> named = options.getFilesToStage();
    if (named == null) {
      options.setFilesToStage(WorkerFiles.ofThisProgram());
    } else if (named.stream().allMatch(String::isBlank)) {
      options.setFilesToStage(List.of(emptyJar().toString()));
    }
  }

  private static Path emptyJar() {
    try {
      Path jar = Files.createTempFile("sluice-nothing", ".jar");
      jar.toFile().deleteOnExit();
      new JarOutputStream(Files.newOutputStream(jar), new Manifest()).close();
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Makes sure that the cluster answers: Flink's client would ask for minutes before it says so.
   *
   * @throws PipelineException JOB_FAILED
   */
  static void requireAnswer(List<String> arguments) {
    String master = master(arguments);
    int colon = master.lastIndexOf(':');
    String host = colon < 0 ? master : master.substring(0, colon);
    try (Socket socket = new Socket()) {
      int port = colon < 0 ? REST_PORT : Integer.parseInt(master.substring(colon + 1));
      socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
    } catch (IOException | IllegalArgumentException e) {
      throw new PipelineException(
          ErrorCode.JOB_FAILED,
          "No cluster of Apache Flink answers at %s: %s. `--flinkMaster` is the address of its JobManager's web page, such as `flink-1:8081`."
              .formatted(master, e.getMessage()),
          e);
    }
  }

  /** Says what Flink would take in another sense than it is meant. */
  static void require(List<String> arguments) {
    if (RunnerArguments.value(arguments, "streaming").orElse("false").equals("true")) {
      throw Runner.invalid(
          "`--streaming=true` is Beam's switch for graphs without an end; each epoch of a stream is a job that ends. Write `--mode streaming` instead.");
    }
  }
}
