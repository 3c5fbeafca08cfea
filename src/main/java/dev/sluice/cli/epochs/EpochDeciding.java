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
import dev.sluice.plan.epoch.HeldEpoch;
import dev.sluice.plan.epoch.HeldEpoch.Input;
import dev.sluice.plan.epoch.HeldEpochs;
import dev.sluice.plan.epoch.HeldEpochs.Entry;
import dev.sluice.report.stream.HeldText;
import dev.sluice.report.view.View;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.LoadSpec.Disposition;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.log.LakeHead;
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
    LakeHead.require(spec);
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
      EpochDecision standing = entry.decision();
      if (standing == null) {
        standing = store.decide(decision(spec, entry.epoch(), verdict));
      }
      require(verdict, standing);
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

  private EpochDecision decision(PipelineSpec spec, HeldEpoch epoch, Verdict verdict) {
    if (verdict == Verdict.RELEASE) {
      requireOrder(spec, epoch);
    }
    String now = Instant.now().toString();
    return EpochDecision.of(epoch.id(), verdict, now, person.name(), reason.text());
  }

  /** Messages that are read behind later ones must not take the place of these. */
  private static void requireOrder(PipelineSpec spec, HeldEpoch epoch) {
    for (TableSpec table : spec.tables()) {
      boolean isOfLog =
          epoch.inputs().getOrDefault(table.name(), List.of()).stream().anyMatch(Input::isLog);
      if (isOfLog
          && table.load().disposition() == Disposition.MERGE
          && table.load().latestBy() == null) {
        throw new PipelineException(
            ErrorCode.PROMOTION_REFUSED,
            "Epoch %s had read messages of table %s, which merges by a key and does not say which version of a row is later: read now, they would replace those that came since. Say so by `latest_by` in the table, and release it then; or discard it, and send its messages again. Nothing was changed."
                .formatted(epoch.id(), table.name()));
      }
    }
  }

  private static void require(Verdict verdict, EpochDecision standing) {
    if (standing.verdict() != verdict) {
      throw new PipelineException(
          ErrorCode.PROMOTION_REFUSED,
          "Epoch %s was %s by %s at %s: %s"
              .formatted(
                  standing.id(),
                  standing.verdict().past(),
                  standing.by(),
                  standing.at(),
                  standing.why()));
    }
  }
}
