// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.runner;

import dev.sluice.letters.record.LetterCipher;
import dev.sluice.promote.notify.Notices;
import dev.sluice.promote.notify.Webhook;
import dev.sluice.promote.sign.Signers;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.spec.policy.DeadLetterSpec;
import dev.sluice.spec.policy.NotifySpec;
import dev.sluice.spec.policy.PublishSpec.Approve;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.spec.telling.LineageSpec;
import dev.sluice.spec.telling.MetricsSpec;
import dev.sluice.table.file.PiiTokens;
import dev.sluice.warehouse.bigquery.BigQueryWarehouse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Refuses what workers on other machines could not reach, or would do differently. */
final class RemoteRequirements {
  private final List<String> problems = new ArrayList<>();
  private final List<List<String>> about = new ArrayList<>();

  private RemoteRequirements() {}

  /**
   * Looks at everything that a spec names outside itself.
   *
   * @param environment the variables of this process, which no worker has
   */
  static void require(
      PipelineSpec spec, String runner, Function<String, @Nullable String> environment) {
    RemoteRequirements reach = new RemoteRequirements();
    reach.files(spec);
    reach.notice(spec.publish().notice());
    reach.lineage(spec.lineage());
    reach.metrics(spec.metrics());
    reach.signers(spec);
    reach.secrets(spec, environment);
    reach.standIns(spec, environment);
    reach.end(spec, runner);
  }

  /**
   * As {@link #require}, where the starter waits and does what follows the commit, and machines may
   * share folders.
   */
  static void requireOfWaited(
      PipelineSpec spec, String runner, Function<String, @Nullable String> environment) {
    RemoteRequirements reach = new RemoteRequirements();
    reach.secrets(spec, environment);
    reach.end(spec, runner);
  }

  private void end(PipelineSpec spec, String runner) {
    if (!problems.isEmpty()) {
      throw Runner.invalid(
              "Workers of %s cannot run %s as it is: %s"
                  .formatted(runner, spec.name(), String.join("; ", problems)))
          .about(about);
    }
  }

  private void problem(String why, String... keys) {
    problems.add(why);
    about.add(List.of(keys));
  }

  private void files(PipelineSpec spec) {
    if (isLocal(spec.lake())) {
      problem(
          "`lake` is %s, a folder of this machine; write `gs://BUCKET/PREFIX`"
              .formatted(spec.lake()),
          "lake");
    }
    WarehouseSpec warehouse = spec.warehouse();
    if (warehouse != null && warehouse.kind().equals("duckdb")) {
      problem(
          "`warehouse` is %s, a file of this machine; write `bigquery:PROJECT`, or leave it out"
              .formatted(warehouse.location()),
          "warehouse");
    }
    for (TableSpec table : spec.tables()) {
      if (table.source() instanceof SourceSpec.Received received) {
        problem(
            "the messages of `%s` come to %s, and `sluice run` itself receives them; run it on a machine of your own, without --runner"
                .formatted(table.name(), received.receiver().address()),
            "tables",
            table.name(),
            "source");
      }
      table.source().paths().stream()
          .filter(RemoteRequirements::isLocal)
          .findFirst()
          .ifPresent(
              path ->
                  problem(
                      "the source of `%s` is %s, on this machine; write `gs://BUCKET/…`"
                          .formatted(table.name(), path),
                      "tables",
                      table.name(),
                      "source"));
    }
  }

  private void notice(@Nullable NotifySpec notice) {
    if (notice != null && notice.kind() == NotifySpec.Kind.FILE) {
      problem(
          "`notify` is %s, a file of this machine; write `pubsub:TOPIC`".formatted(notice.target()),
          "publish",
          "notify");
    }
    if (notice != null && notice.kind() == NotifySpec.Kind.WEBHOOK) {
      problem(
          "`notify: webhook:` signs with the secret in %s, which workers do not have; write `pubsub:TOPIC`"
              .formatted(Webhook.VARIABLE),
          "publish",
          "notify");
    }
  }

  private void lineage(@Nullable LineageSpec lineage) {
    if (lineage != null && lineage.isFile()) {
      problem(
          "`lineage: {openlineage}` is %s, a file of this machine; write the URL of a server"
              .formatted(lineage.target()),
          "lineage");
    }
  }

  private void metrics(@Nullable MetricsSpec metrics) {
    if (metrics != null && metrics.prometheus() != null) {
      problem(
          "`metrics: {prometheus}` is %s, a file of this machine; write `otlp` with the URL of a collector"
              .formatted(metrics.prometheus()),
          "metrics");
    }
  }

  private void signers(PipelineSpec spec) {
    if (!spec.publish().signers().isEmpty() && spec.publish().approve() == Approve.AUTO) {
      problem(
          "`publish: {signers: …}` needs the key in %s, which workers do not have; write `approve: manual`"
              .formatted(Signers.VARIABLE),
          "publish",
          "signers");
    }
  }

  private void secrets(PipelineSpec spec, Function<String, @Nullable String> environment) {
    if (spec.deadLetters().payload() == DeadLetterSpec.Payload.ENCRYPT) {
      problem(
          "`dead_letters: {payload: encrypt}` needs the key in %s, which workers do not have; write `keep` or `drop`"
              .formatted(LetterCipher.VARIABLE),
          "dead_letters");
    }
    for (TableSpec table : spec.tables()) {
      if (table.source() instanceof SourceSpec.Kafka kafka
          && !kafka.cluster().secrets().isEmpty()) {
        problem(
            "the source of %s needs %s of the environment, which workers do not have"
                .formatted(table.name(), String.join(", ", kafka.cluster().secrets().values())),
            "tables",
            table.name(),
            "source");
      }
    }
    String key = environment.apply(PiiTokens.VARIABLE);
    boolean hasPii = spec.tables().stream().anyMatch(table -> table.schema().hasPii());
    if (hasPii && key != null && !key.isEmpty()) {
      problems.add(
          "%s is set here, but workers do not have it and would make other tokens; unset it, and the key that the lake keeps is used"
              .formatted(PiiTokens.VARIABLE));
    }
  }

  /** Workers would load into Google's services what this process looks for elsewhere. */
  private void standIns(PipelineSpec spec, Function<String, @Nullable String> environment) {
    WarehouseSpec warehouse = spec.warehouse();
    if (warehouse != null && warehouse.kind().equals("bigquery")) {
      standIn(BigQueryWarehouse.ENDPOINT, environment);
    }
    NotifySpec notice = spec.publish().notice();
    if (notice != null && notice.kind() == NotifySpec.Kind.PUBSUB) {
      standIn(Notices.TOPIC_SERVER, environment);
    }
  }

  private void standIn(String variable, Function<String, @Nullable String> environment) {
    String server = environment.apply(variable);
    if (server != null && !server.isEmpty()) {
      problems.add(
          "%s is set here, but workers do not have it and would use Google's own service; unset it"
              .formatted(variable));
    }
  }

  private static boolean isLocal(String path) {
    return !path.contains("://");
  }
}
