// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.run;

import dev.sluice.error.PipelineException;
import dev.sluice.plan.RunRequest;
import dev.sluice.plan.epoch.HeldEpoch;
import dev.sluice.report.care.CompactText;
import dev.sluice.report.page.Style;
import dev.sluice.report.stream.EpochText;
import dev.sluice.report.stream.HeldText;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.view.View;
import dev.sluice.run.compact.Compaction;
import dev.sluice.run.runner.Runner;
import dev.sluice.run.settle.UnfinishedStep;
import dev.sluice.run.stream.EpochListener;
import dev.sluice.run.stream.EpochStream;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.unit.Spans;
import dev.sluice.table.log.Manifest;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A stream as a command runs it: a line for each epoch, until the command is told to end. */
final class StreamingRun implements EpochListener {
  private final RunningCommand command;
  private final PipelineSpec spec;
  private long epochs;
  private long read;
  private long dead;
  private long held;

  private StreamingRun(RunningCommand command, PipelineSpec spec) {
    this.command = command;
    this.spec = spec;
  }

  /** Runs it to its end. */
  static void of(
      RunningCommand command,
      PipelineSpec spec,
      Predicate<String> isSelected,
      Supplier<RunRequest> requests,
      Runner runner) {
    StreamingRun run = new StreamingRun(command, spec);
    EpochStream stream = new EpochStream(spec, isSelected, requests, runner, run);
    Signals.onFirst(
        () -> {
          run.tell(
              new View()
                  .value("event", "ending")
                  .line("%s  ending with this epoch; once more ends at once".formatted(time())));
          stream.end();
        });
    run.begun();
    stream.run();
    run.ended();
  }

  private static String time() {
    return LocalTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private void tell(View view) {
    command.event(view);
  }

  private void begun() {
    String every = Spans.spell(spec.layout().commitEvery());
    tell(
        new View()
            .value("event", "begun")
            .value("pipeline", spec.name())
            .value("commit_every", every)
            .line(
                "%s: streaming; what comes is committed every %s; Ctrl-C ends it after an epoch"
                    .formatted(spec.name(), every)));
  }

  @Override
  public void receiving(List<String> addresses) {
    tell(
        new View()
            .value("event", "receiving")
            .value("addresses", addresses)
            .line("%s  receiving at %s".formatted(time(), String.join(", ", addresses))));
  }

  @Override
  public void waiting() {
    tell(
        new View()
            .value("event", "waiting")
            .line("%s  waiting: the sources hold nothing so far".formatted(time())));
  }

  @Override
  public void noted(List<String> notes) {
    command.tell(notes);
  }

  @Override
  public void committed(Manifest manifest, List<UnfinishedStep> left, Duration took) {
    EpochText text = new EpochText(time(), manifest, left, took);
    epochs++;
    read += text.read();
    dead += text.dead();
    tell(text.view());
    int unused = command.exit(left, "Run %d is committed".formatted(manifest.number()));
  }

  @Override
  public void compacted(Compaction.Result result) {
    CompactText text = new CompactText(spec.name(), result, false);
    tell(
        new View()
            .value("event", "compacted")
            .records("tables", result.tables())
            .line(time() + "  " + text.sentence()));
  }

  @Override
  public void held(HeldEpoch epoch, @Nullable Manifest evidence) {
    held++;
    String page = evidence == null ? null : command.page(spec, evidence);
    View view =
        new View()
            .value("event", "held")
            .value("id", epoch.id())
            .value("run_id", epoch.runId())
            .value("reason", epoch.reason())
            .value("files", epoch.files())
            .value("messages", epoch.offsets())
            .value("report", page)
            .state(
                "%s  epoch %s ".formatted(time(), epoch.id()),
                Style.BAD,
                "held",
                " with %s: %s".formatted(HeldText.inputs(epoch), epoch.reason()));
    if (page != null) {
      view.line("  report: " + page);
    }
    tell(view.line("  `sluice epochs list` says what to do; the stream goes on without it"));
  }

  @Override
  public void behind(List<UnfinishedStep> left) {
    tell(
        new View()
            .value("event", "behind")
            .value("unfinished", UnfinishedStep.trees(left))
            .state(time() + "  the warehouse ", Style.CARE, "stays behind", ""));
    int unused = command.exit(left, "The lake is up to date");
  }

  @Override
  public void postponed(PipelineException trouble, Duration wait) {
    tell(
        new View()
            .value("event", "postponed")
            .value("code", trouble.code().name())
            .value("reason", String.valueOf(trouble.getMessage()))
            .value("seconds", wait.toSeconds())
            .state("%s  ".formatted(time()), Style.CARE, trouble.code().name(), "")
            .line("  %s".formatted(trouble.getMessage()))
            .line("  tried again in " + SafeText.seconds(wait)));
  }

  private void ended() {
    View view =
        new View()
            .value("event", "ended")
            .value("epochs", epochs)
            .value("read", read)
            .value("dead", dead)
            .value("held", held);
    String kept = held == 0 ? "" : ", " + SafeText.count(held, "epoch") + " held";
    String letters = dead == 0 ? "" : ", " + SafeText.count(dead, "dead letter");
    tell(
        view.line(
            "%s: the stream ended as it was told: %s committed, %s read%s%s"
                .formatted(
                    spec.name(),
                    SafeText.count(epochs, "epoch"),
                    SafeText.count(read, "row"),
                    letters,
                    kept)));
  }
}
