// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.runner;

import dev.sluice.spec.PipelineSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.beam.runners.dataflow.options.DataflowPipelineOptions;
import org.apache.beam.runners.dataflow.options.DataflowPipelineWorkerPoolOptions.AutoscalingAlgorithmType;
import org.apache.beam.sdk.options.SdkHarnessOptions;
import org.jspecify.annotations.Nullable;

/** Dataflow's options where nobody set them: what suits a kernel of DuckDB in each thread. */
final class DataflowDefaults {
  /** Arrow hands its buffers to the kernel by their address. */
  private static final String OPEN_MODULE = "java.base/java.nio=ALL-UNNAMED";

  /**
   * 4 GB for each of four threads: Dataflow gives Java 70 % of it (2.8 GB), which leaves 1.2 GB for
   * a kernel (384 MB, beyond which it spills), what it reads, and a quarter of the worker's system.
   */
  private static final String MACHINE = "e2-standard-4";

  private static final int THREADS = 4;

  /**
   * Beside the image (15 GB): each thread may hold the files of a shard (1 GB) and spill ten times
   * as much.
   */
  private static final int DISK_GB = 100;

  /** A bound on what a mistake costs; Dataflow's own is 1000 and more. */
  private static final int MAX_WORKERS = 10;

  private static final int MAX_LABEL = 63;

  private DataflowDefaults() {}

  static DataflowPipelineOptions fill(
      DataflowPipelineOptions options, PipelineSpec spec, String runId) {
    workers(options);
    if (options.getTempLocation() == null && spec.lake().startsWith("gs://")) {
      options.setTempLocation(bucket(spec.lake()) + "/sluice-temp");
    }
    SdkHarnessOptions harness = options.as(SdkHarnessOptions.class);
    if (harness.getJdkAddOpenModules() == null) {
      harness.setJdkAddOpenModules(List.of(OPEN_MODULE));
    }
    if (options.getFilesToStage() == null) {
      options.setFilesToStage(WorkerFiles.ofThisProgram());
    }
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("sluice-pipeline", label(spec.name()));
    labels.put("sluice-run", label(runId));
    if (options.getLabels() != null) {
      labels.putAll(options.getLabels());
    }
    options.setLabels(labels);
    experiments(options);
    return options;
  }

  private static void workers(DataflowPipelineOptions options) {
    if (options.getWorkerMachineType() == null) {
      options.setWorkerMachineType(MACHINE);
      if (options.getNumberOfWorkerHarnessThreads() == 0) {
        options.setNumberOfWorkerHarnessThreads(THREADS);
      }
    }
    if (options.getDiskSizeGb() == 0) {
      options.setDiskSizeGb(DISK_GB);
    }
    if (options.getAutoscalingAlgorithm() == null) {
      options.setAutoscalingAlgorithm(AutoscalingAlgorithmType.THROUGHPUT_BASED);
    }
    if (options.getMaxNumWorkers() == 0) {
      options.setMaxNumWorkers(Math.max(MAX_WORKERS, options.getNumWorkers()));
    }
  }

  /** Runner v2 has one thread for each bundle, and the service shuffles instead of the disks. */
  private static void experiments(DataflowPipelineOptions options) {
    List<String> all = new ArrayList<>();
    if (options.getExperiments() != null) {
      all.addAll(options.getExperiments());
    }
    if (all.stream().noneMatch(each -> each.contains("runner_v2"))) {
      all.add("use_runner_v2");
    }
    if (all.stream().noneMatch(each -> each.startsWith("shuffle_mode="))) {
      all.add("shuffle_mode=service");
    }
    options.setExperiments(all);
  }

  /**
   * The name of a run's job. Dataflow has one active job of a name: who launches the same run twice
   * is told so.
   */
  static String jobName(PipelineSpec spec, String runId) {
    return "sluice-%s-%s"
        .formatted(spec.name().toLowerCase(Locale.ROOT).replace('_', '-'), runId)
        .replaceAll("-{2,}", "-");
  }

  /** Says what cannot be guessed and is not there. */
  static void require(DataflowPipelineOptions options) {
    requireSet("project", "the project that runs and pays the job", options.getProject());
    requireSet("region", "where the workers are, such as `europe-west1`", options.getRegion());
    requireSet(
        "tempLocation",
        "a folder such as `gs://BUCKET/temp` for what workers need to start",
        options.getTempLocation());
    if (!options.getTempLocation().startsWith("gs://")) {
      throw Runner.invalid(
          "`--tempLocation=%s` is not in Cloud Storage: write `gs://BUCKET/temp`"
              .formatted(options.getTempLocation()));
    }
  }

  private static void requireSet(String option, String meaning, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw Runner.invalid(
          "`--%s` is missing: %s. Add `--%s=…`.".formatted(option, meaning, option));
    }
  }

  private static String bucket(String path) {
    int end = path.indexOf('/', "gs://".length());
    return end < 0 ? path : path.substring(0, end);
  }

  private static String label(String text) {
    String clean = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "-");
    return clean.substring(0, Math.min(MAX_LABEL, clean.length()));
  }
}
