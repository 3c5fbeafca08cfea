// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lake;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.lake.Manifest.Outcome;
import dev.sluice.lake.Manifest.Stamp;
import dev.sluice.spec.PublishSpec.Approve;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Turns all facts of a run into its manifest. */
final class CommitFn extends DoFn<KV<Integer, Iterable<Fact>>, Manifest> {
  private static final long serialVersionUID = 1L;

  private final Commit.Draft draft;

  CommitFn(Commit.Draft draft) {
    this.draft = draft;
  }

  @ProcessElement
  public void commit(@Element KV<Integer, Iterable<Fact>> facts, OutputReceiver<Manifest> out) {
    Ledger ledger = Ledger.of(facts.getValue());
    List<TableState> tables = new Accounts(draft, ledger).tables();
    List<Verdict> verdicts = new ArrayList<>(ledger.verdicts());
    verdicts.addAll(Warnings.judge(draft.spec(), ledger));
    verdicts.addAll(Tolerances.judge(draft.spec(), tables));
    requireBalance(tables);
    String root = draft.run().root();
    if (verdicts.stream().anyMatch(Verdict::blocks)) {
      Commits.recordFailure(root, manifest(0, Outcome.FAILED, tables, verdicts));
      return;
    }
    Manifest previous = draft.previous();
    long number = previous == null ? 1 : previous.number() + 1;
    Outcome outcome =
        draft.spec().publish().approve() == Approve.AUTO ? Outcome.PUBLISHED : Outcome.STAGED;
    out.output(Commits.commit(root, manifest(number, outcome, tables, verdicts)));
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
    Stamp stamp =
        new Stamp(
            draft.runId(),
            draft.run().createdAt(),
            draft.startedAt(),
            Instant.now().toString(),
            draft.specDigest(),
            reason);
    return new Manifest(
        Manifest.VERSION,
        number,
        draft.spec().name(),
        stamp,
        outcome,
        tables,
        verdicts,
        number == 0 ? "" : draft.previousDigest());
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
