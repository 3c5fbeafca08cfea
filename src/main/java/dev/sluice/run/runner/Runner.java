// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.runner;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.graph.PipelineGraph;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.unit.Spans;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.beam.runners.dataflow.options.DataflowPipelineOptions;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;

/**
 * Which of Beam's runners runs the graph, and with which of Beam's options: this process by
 * default, or workers on other machines.
 */
public final class Runner {
  private static final String ON_THIS_MACHINE = "DirectRunner";
  private static final String ON_DATAFLOW = "DataflowRunner";

  /** The runners that a pipeline can name. */
  static final List<String> NAMES = List.of(ON_THIS_MACHINE, ON_DATAFLOW, FlinkDefaults.NAME);

  /** A job of Dataflow takes some minutes to start; epochs that are shorter never keep up. */
  private static final Duration LEAST_ON_DATAFLOW = Duration.ofMinutes(10);

  private final String name;
  private final List<String> arguments;

  private Runner(String name, List<String> arguments) {
    this.name = name;
    this.arguments = List.copyOf(arguments);
  }

  /** This process, with the settings that suit it. */
  public static Runner direct() {
    return new Runner(ON_THIS_MACHINE, List.of());
  }

  /**
   * The runner of a command line.
   *
   * @param arguments each {@code --name=value}
   * @param known options that stand beside Beam's own, to guess what was meant
   * @throws PipelineException INVALID_VALUE when Beam has no such option, runner or value
   */
  public static Runner of(List<String> arguments, Collection<String> known) {
    if (arguments.isEmpty()) {
      return direct();
    }
    PipelineOptions options = RunnerArguments.parse(arguments, known);
    return new Runner(options.getRunner().getSimpleName(), arguments);
  }

  /** Whether the work is done by other processes than this one, such as on other machines. */
  public boolean isRemote() {
    return isDataflow() || (isFlink() && FlinkDefaults.isCluster(arguments));
  }

  /** Where it runs a graph. */
  public PipelineGraph.Host host() {
    return isDataflow()
        ? PipelineGraph.Host.WORKERS
        : isFlink() ? PipelineGraph.Host.CLUSTER : PipelineGraph.Host.PROCESS;
  }

  /** Whether a job goes on though this process ends. */
  public boolean isDetachable() {
    return isDataflow();
  }

  private boolean isDataflow() {
    return name.equals(ON_DATAFLOW);
  }

  private boolean isFlink() {
    return name.equals(FlinkDefaults.NAME);
  }

  /**
   * Makes sure that the runner can run a pipeline and is told where; touches nothing.
   *
   * @throws PipelineException INVALID_VALUE or ENV_UNSET
   */
  public void require(PipelineSpec spec) {
    if (isDataflow()) {
      RemoteRequirements.require(spec, name, System::getenv);
      DataflowDefaults.require(dataflow(spec, "unknown"));
    }
    if (isFlink()) {
      FlinkDefaults.require(arguments);
      if (isRemote()) {
        RemoteRequirements.requireOfWaited(spec, name, System::getenv);
      }
    }
  }

  /**
   * Makes sure that each epoch of a stream can be a job of the runner.
   *
   * @param every how often one begins
   * @throws PipelineException INVALID_VALUE
   */
  public void requireEpochs(Duration every) {
    if (isDataflow() && every.compareTo(LEAST_ON_DATAFLOW) < 0) {
      throw invalid(
          "Each epoch of a stream is a job of its own on Dataflow, which takes minutes to start, so `commit_every` must be at least 10m there; it is %s. Set it to that or more, or leave out --runner: then this machine does the work."
              .formatted(Spans.spell(every)));
    }
  }

  /** Beam's options for one run. */
  public PipelineOptions options(PipelineSpec spec, String runId) {
    if (isDataflow()) {
      return dataflow(spec, runId);
    }
    if (isFlink()) {
      return FlinkDefaults.options(arguments, spec, runId);
    }
    DirectOptions options =
        arguments.isEmpty()
            ? RunnerArguments.alone(() -> PipelineOptionsFactory.as(DirectOptions.class))
            : RunnerArguments.parse(arguments, List.of()).as(DirectOptions.class);
    options.setRunner(DirectRunner.class);
    options.setBlockOnRun(false);
    if (!RunnerArguments.isGiven(arguments, "enforceEncodability")) {
      options.setEnforceEncodability(false);
    }
    if (!RunnerArguments.isGiven(arguments, "enforceImmutability")) {
      options.setEnforceImmutability(false);
    }
    if (!RunnerArguments.isGiven(arguments, "targetParallelism")) {
      options.setTargetParallelism(Math.max(2, Runtime.getRuntime().availableProcessors()));
    }
    return options;
  }

  /** Starts a graph that was made with {@link #options}, and returns at once. */
  public PipelineResult start(Pipeline pipeline) {
    if (isDataflow()) {
      return pipeline.run();
    }
    if (isFlink()) {
      if (isRemote()) {
        FlinkDefaults.requireAnswer(arguments);
      }
      return BlockingJob.start(
          pipeline.getOptions().getJobName(), FlinkDefaults.master(arguments), pipeline::run);
    }
    DirectRunner runner = DirectRunner.fromOptions(pipeline.getOptions());
    PausingClock.into(runner);
    return runner.run(pipeline);
  }

  /**
   * Runs a graph that does nothing: a launcher of templates takes a program that hands over no
   * graph for one that failed.
   */
  public void doNothing(PipelineSpec spec) {
    PipelineOptions options = options(spec, "nothing-new");
    if (isDataflow()) {
      options.as(DataflowPipelineOptions.class).setNumWorkers(1);
      options.as(DataflowPipelineOptions.class).setMaxNumWorkers(1);
    }
    Pipeline pipeline = Pipeline.create(options);
    PCollection<Integer> unused = pipeline.apply("Nothing is new", Create.of(0));
    PipelineResult unusedResult = pipeline.run();
  }

  private DataflowPipelineOptions dataflow(PipelineSpec spec, String runId) {
    DataflowPipelineOptions options =
        RunnerArguments.parse(arguments, List.of()).as(DataflowPipelineOptions.class);
    if (!RunnerArguments.isGiven(arguments, "jobName")) {
      options.setJobName(DataflowDefaults.jobName(spec, runId));
    }
    return DataflowDefaults.fill(options, spec, runId);
  }

  /** Its name in messages. */
  public String name() {
    return name;
  }

  static PipelineException invalid(String message) {
    return new PipelineException(ErrorCode.INVALID_VALUE, message);
  }
}
