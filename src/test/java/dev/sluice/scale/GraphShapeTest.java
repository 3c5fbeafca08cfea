// SPDX-License-Identifier: Apache-2.0
package dev.sluice.scale;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.graph.PipelineGraph;
import dev.sluice.plan.PlannedRun;
import dev.sluice.plan.RunRequest;
import dev.sluice.run.PipelineRun;
import dev.sluice.run.runner.Runner;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.parse.SpecParser;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.Pipeline.PipelineVisitor;
import org.apache.beam.sdk.runners.TransformHierarchy.Node;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PValue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a runner may spread. A runner fuses what follows a step into it, up to the next exchange: so
 * whatever stands between an impulse, or what gathers all facts, and an exchange runs on one
 * worker, one element after the other.
 */
class GraphShapeTest {
  /** An exchange of which one element comes. */
  private static final String GATHER = "Gather/Group";

  private static @TempDir Path folder;
  private static final Walk WALK = new Walk();

  @BeforeAll
  static void walk() {
    EveryLoad unused = new EveryLoad(folder).day(1).run().day(2);
    Parsed parsed = SpecParser.parse(folder);
    Instant time = Instant.parse("2027-01-01T06:00:00Z");
    PlannedRun.Ready ready =
        (PlannedRun.Ready)
            PipelineRun.plan(
                RunRequest.of(Objects.requireNonNull(parsed.spec()), parsed.digest(), time));
    Pipeline pipeline = Pipeline.create(Runner.direct().options(ready.spec(), ready.runId()));
    PipelineGraph.build(pipeline, ready.spec(), ready.written(), PipelineGraph.Host.WORKERS);
    pipeline.traverseTopologically(WALK);
    ready.attempt().end();
  }

  /** They name files, or pass or write what is known: none of them opens a file of rows. */
  @Test
  void opensNoFileBetweenAnImpulseAndAnExchange() {
    assertThat(
        WALK.alone,
        is(
            new TreeSet<>(
                List.of(
                    "CheckpointFn", // notes facts
                    "CommitFn", // writes an entry of the log
                    "DecodeFactsFn",
                    "EarlierFilesFn", // names the files before a merge
                    "EncodeFactFn", // on its way to the one commit
                    "GivenFn", // source files and facts that the launcher knows
                    "LandedFn", // names the files to describe
                    "ListFilesOfTableFn", // names the files of a table
                    "PublishFn")))); // shows an entry of the log to readers
  }

  /** All that meets at one place, and is small: facts of one table, changed keys, the commit. */
  @Test
  void bringsOnlyWhatIsSmallToOnePlace() {
    assertThat(
        WALK.exchanges,
        is(
            new TreeSet<>(
                List.of(
                    "Add up/GroupByKey",
                    "Changed keys/Gather", // references to files
                    "Check/By check", // what shards found of a check
                    "DropValues/GroupByKey", // numbers of buckets, each once
                    "Exchange", // by shards of bytes
                    GATHER, // facts
                    "Merge/Group", // by bucket
                    "Reshuffle"))));
  }

  private static final class Walk extends PipelineVisitor.Defaults {
    private final Set<PValue> ofOneWorker = new HashSet<>();
    private final Set<String> alone = new TreeSet<>();
    private final Set<String> exchanges = new TreeSet<>();

    @Override
    public void visitPrimitiveTransform(Node node) {
      PTransform<?, ?> transform = node.getTransform();
      if (transform instanceof GroupByKey) {
        String kind = kind(node.getFullName());
        exchanges.add(kind);
        if (GATHER.equals(kind)) {
          ofOneWorker.addAll(node.getOutputs().values());
        }
        return;
      }
      boolean isAlone =
          transform instanceof Impulse
              || node.getInputs().values().stream().anyMatch(ofOneWorker::contains);
      if (!isAlone) {
        return;
      }
      ofOneWorker.addAll(node.getOutputs().values());
      if (transform instanceof ParDo.MultiOutput<?, ?> step) {
        Class<?> fn = step.getFn().getClass();
        if (!fn.getName().startsWith("org.apache.beam.")) {
          alone.add(fn.getSimpleName());
        }
      }
    }

    private static String kind(String name) {
      if (name.contains("Reshuffle")) {
        return "Reshuffle";
      }
      String[] parts = name.split("/");
      for (int i = parts.length - 1; i >= 0; i--) {
        if (parts[i].equals("Exchange")) {
          return "Exchange";
        }
      }
      return String.join("/", List.of(parts).subList(Math.max(0, parts.length - 2), parts.length));
    }
  }
}
