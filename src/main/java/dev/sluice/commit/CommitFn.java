// SPDX-License-Identifier: Apache-2.0
package dev.sluice.commit;

import dev.sluice.commit.describe.Descriptions;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fact.Fact;
import dev.sluice.fact.meter.StepMeter;
import dev.sluice.history.HistoryChecks;
import dev.sluice.history.Past;
import dev.sluice.spec.policy.PublishSpec.Approve;
import dev.sluice.store.document.DocumentStore;
import dev.sluice.table.TableState;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import dev.sluice.table.log.ManifestWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.beam.sdk.transforms.DoFn;

/** Turns all facts of a run into its manifest. */
final class CommitFn extends DoFn<List<Fact>, Manifest> {
  private static final long serialVersionUID = 1L;

  private final Commit.Draft draft;

  CommitFn(Commit.Draft draft) {
    this.draft = draft;
  }

  @ProcessElement
  public void commit(@Element List<Fact> facts, MultiOutputReceiver out) {
    try (StepMeter.Turn unused = StepMeter.of("Commit").begin()) {
      judge(facts, out);
    }
  }

  private void judge(List<Fact> facts, MultiOutputReceiver out) {
    FactTotals ledger = FactTotals.of(facts);
    List<TableState> tables = new Accounts(draft, ledger).tables();
    Past past = past();
    List<Verdict> verdicts = new ArrayList<>(ledger.verdicts());
    verdicts.addAll(WarningVerdicts.judge(draft, ledger));
    verdicts.addAll(LateRows.judge(draft, ledger));
    verdicts.addAll(Volumes.judge(draft, ledger, tables));
    verdicts.addAll(Tolerances.judge(draft, tables, past));
    Descriptions stats = Descriptions.of(draft.run().root(), ledger.described(), ledger::read);
    verdicts.addAll(ofHistory(past).judge(tables, verdicts, stats::of));
    requireBalance(tables);
    VerifyLanded.keep(draft, tables);
    DocumentStore store = DocumentStore.of(draft.run().root());
    if (verdicts.stream().anyMatch(Verdict::blocks)) {
      Manifest evidence = manifest(0, Outcome.FAILED, tables, verdicts);
      ManifestWriter.recordFailure(store, evidence);
      out.get(Commit.HELD_BACK).output(evidence);
      return;
    }
    Outcome outcome =
        draft.spec().publish().approve() == Approve.AUTO ? Outcome.PUBLISHED : Outcome.STAGED;
    long number = draft.head().number() + 1;
    out.get(Commit.COMMITTED)
        .output(
            ManifestWriter.commit(
                store,
                draft.run().root(),
                manifest(number, outcome, tables, verdicts),
                stats.changed(tables)));
  }

  private Past past() {
    Manifest base = draft.base();
    return Past.upTo(draft.run().root(), base == null ? 0 : base.number());
  }

  private HistoryChecks ofHistory(Past past) {
    return HistoryChecks.of(
        draft.spec(),
        past,
        new HistoryChecks.When(draft.request().inputs().kind(), draft.released()),
        table -> draft.intake(table).isSelected());
  }

  private Manifest manifest(
      long number, Outcome outcome, List<TableState> tables, List<Verdict> verdicts) {
    String reason =
        verdicts.stream()
            .filter(Verdict::blocks)
            .map(
                v ->
                    "%s: %s is %s, expected %s"
                        .formatted(v.table(), v.check(), v.observed(), v.expected()))
            .collect(Collectors.joining("; "));
    return new Manifest(
        Manifest.VERSION,
        number,
        draft.spec().name(),
        draft.stamp(reason),
        outcome,
        tables,
        verdicts,
        number == 0 ? "" : draft.head().digest());
  }

  private static void requireBalance(List<TableState> tables) {
    for (TableState table : tables) {
      if (!table.counts().isBalanced()) {
        throw new PipelineException(
            ErrorCode.ACCOUNTING,
            "Rows of %s do not add up: %s. Nothing was committed."
                .formatted(table.table(), table.counts()));
      }
    }
  }
}
