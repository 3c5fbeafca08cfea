// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.epochs;

import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.cli.option.PersonOption;
import dev.sluice.cli.option.ReasonOption;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.plan.epoch.EpochDecision;
import dev.sluice.plan.epoch.EpochDecision.Verdict;
import dev.sluice.plan.epoch.HeldEpochs;
import dev.sluice.plan.epoch.HeldEpochs.Entry;
import dev.sluice.report.stream.HeldText;
import dev.sluice.report.view.View;
import dev.sluice.spec.PipelineSpec;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands share that decide on epochs. */
abstract class EpochDeciding extends PipelineCommand {
  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ID",
      description = "The id of the epoch, as `sluice epochs list` shows it.")
  private @Nullable String id;

  @Option(names = "--all", description = "Every epoch that is held. Default: the one named.")
  private boolean isAll;

  @Mixin private ReasonOption reason;

  @Mixin private PersonOption person;

  /** Decides on what was named, and says what becomes of it. */
  final int decide(Verdict verdict, String next) {
    String named = beside(id).orElse("");
    PipelineSpec spec = spec();
    if (named.isEmpty() != isAll) {
      throw wrong("Which epoch? Name its id, as `sluice epochs list` shows it, or say --all.");
    }
    HeldEpochs store = HeldEpochs.of(spec.lake());
    List<Entry> meant =
        store.all().stream()
            .filter(e -> isAll ? e.decision() == null : e.epoch().id().equals(named))
            .toList();
    if (meant.isEmpty() && !isAll) {
      throw wrong(
          "There is no epoch %s; `sluice epochs list --all` shows all of them.".formatted(named));
    }
    for (Entry entry : meant) {
      requireOpen(entry.epoch().id(), verdict, entry.decision());
      String now = Instant.now().toString();
      EpochDecision decision =
          EpochDecision.of(entry.epoch().id(), verdict, now, person.name(), reason.text());
      requireOpen(entry.epoch().id(), verdict, mine(store.decide(decision), decision));
    }
    View view =
        new View().value(verdict.past(), meant.stream().map(entry -> entry.epoch().id()).toList());
    meant.forEach(
        entry ->
            view.line(
                "epoch %s is %s: %s"
                    .formatted(
                        entry.epoch().id(), verdict.past(), HeldText.inputs(entry.epoch()))));
    print(meant.isEmpty() ? view.line("no epoch is held") : view.line(next));
    return ExitStatus.OK.number();
  }

  private static @Nullable EpochDecision mine(EpochDecision standing, EpochDecision made) {
    return standing.equals(made) ? null : standing;
  }

  private static void requireOpen(String id, Verdict verdict, @Nullable EpochDecision decision) {
    if (decision != null && decision.verdict() != verdict) {
      throw new PipelineException(
          ErrorCode.PROMOTION_REFUSED,
          "Epoch %s was %s by %s at %s: %s"
              .formatted(
                  id, decision.verdict().past(), decision.by(), decision.at(), decision.why()));
    }
  }
}
