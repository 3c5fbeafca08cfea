// SPDX-License-Identifier: Apache-2.0
package dev.sluice.look.moment;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.promote.decision.Decision;
import dev.sluice.promote.decision.Decision.Verdict;
import dev.sluice.promote.decision.Decisions;
import dev.sluice.promote.release.Release;
import dev.sluice.promote.release.Releases;
import dev.sluice.store.document.Chain.Entry;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.log.ManifestStore.Committed;
import dev.sluice.table.past.Horizon;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** The states of a lake. */
public final class Moments {
  /** Names the newest run that a person approved, or that was published without asking one. */
  public static final String LAST_APPROVED = "last-approved";

  /** Names the newest run that failed. */
  public static final String LAST_FAILED = "last-failed";

  private static final int MOST_DIGITS = 9;

  private final String root;

  private Moments(String root) {
    this.root = root;
  }

  public static Moments of(String lakeRoot) {
    return new Moments(lakeRoot);
  }

  /** The newest one that was not rejected; empty when there is no run yet. */
  public Optional<Moment> newest() {
    return Decisions.of(root).base().map(base -> new Moment(base.manifest(), 0));
  }

  /**
   * That of a run. An attempt that failed is meant where no attempt at the run was committed.
   *
   * @param run its id, the number of its entry, {@link #LAST_APPROVED} or {@link #LAST_FAILED}
   * @throws PipelineException UNKNOWN_NAME when there is no such run, it is not kept, or it failed
   *     before it had any rows
   */
  public Moment at(String run) {
    if (run.equals(LAST_FAILED)) {
      return failed(run).orElseThrow(() -> new PipelineException(ErrorCode.UNKNOWN_NAME, why(run)));
    }
    Optional<Committed> found =
        run.equals(LAST_APPROVED)
            ? lastApproved()
            : isNumber(run) ? numbered(Long.parseLong(run)) : named(run);
    return found
        .map(committed -> new Moment(committed.manifest(), 0))
        .or(() -> failed(run))
        .orElseThrow(() -> new PipelineException(ErrorCode.UNKNOWN_NAME, why(run)));
  }

  /** The newest attempt that failed, of a run or of all. */
  private Optional<Moment> failed(String run) {
    Optional<Manifest> newest =
        ManifestStore.failed(root).stream()
            .filter(each -> run.equals(LAST_FAILED) || each.run().id().equals(run))
            .findFirst();
    newest.filter(each -> each.tables().isEmpty()).ifPresent(Moments::refuseRowless);
    return newest.map(each -> new Moment(each, 0));
  }

  private static void refuseRowless(Manifest failed) {
    throw new PipelineException(
        ErrorCode.UNKNOWN_NAME,
        "The run %s was stopped before its rows were judged, so there are none to look at: %s"
            .formatted(failed.run().id(), failed.run().reason()));
  }

  /**
   * What production shows.
   *
   * @throws PipelineException UNKNOWN_NAME when nothing was released yet
   */
  public Moment production() {
    return released()
        .orElseThrow(
            () ->
                new PipelineException(
                    ErrorCode.UNKNOWN_NAME,
                    "Production of the lake %s shows nothing yet, for no run was released. `sluice status` says where each stands."
                        .formatted(root)));
  }

  /** What production shows; empty when nothing was released yet. */
  public Optional<Moment> released() {
    Optional<Release> newest = Releases.of(root).newest();
    return newest.map(
        release ->
            new Moment(ManifestStore.named(root, release.manifest()).manifest(), release.number()));
  }

  private static boolean isNumber(String run) {
    return run.length() <= MOST_DIGITS && run.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private Optional<Committed> numbered(long number) {
    long newest = ManifestStore.latest(root).map(last -> last.manifest().number()).orElse(0L);
    return number < 1 || number > newest ? Optional.empty() : ManifestStore.ifKept(root, number);
  }

  private Optional<Committed> named(String id) {
    return ManifestStore.committed(root).stream()
        .filter(manifest -> manifest.run().id().equals(id))
        .findFirst()
        .flatMap(manifest -> ManifestStore.at(root, manifest.number()));
  }

  private Optional<Committed> lastApproved() {
    Decisions decisions = Decisions.of(root);
    LongStream approved =
        Decisions.chain(root).all().stream()
            .map(Entry::document)
            .filter(decision -> decision.verdict() == Verdict.APPROVE)
            .mapToLong(decision -> decision.subject().manifest())
            .filter(number -> isApproved(decisions, number));
    long newest =
        LongStream.concat(approved, LongStream.of(Releases.of(root).published())).max().orElse(0);
    return newest == 0 ? Optional.empty() : ManifestStore.ifKept(root, newest);
  }

  private boolean isApproved(Decisions decisions, long number) {
    boolean isLast =
        decisions.on(number).map(Decision::verdict).filter(Verdict.APPROVE::equals).isPresent();
    return isLast
        && ManifestStore.ifKept(root, number)
            .filter(committed -> !decisions.isVoid(committed.manifest()))
            .isPresent();
  }

  private String why(String run) {
    if (run.equals(LAST_APPROVED)) {
      return "--at %s: no run of the lake %s was approved or published yet. `sluice status` says where each stands."
          .formatted(run, root);
    }
    if (run.equals(LAST_FAILED)) {
      return "--at %s: no failed run of the lake %s is kept. `sluice status` says where each stands."
          .formatted(run, root);
    }
    Horizon horizon = Horizon.of(root);
    return horizon.past(root).entrySet().stream()
        .filter(past -> past.getValue().id().equals(run) || isOf(past, run))
        .reduce((first, second) -> second)
        .map(past -> horizon.why(root, past.getKey()))
        .orElseGet(
            () ->
                "--at %s: no run has that id or number; `sluice status` lists them."
                    .formatted(run));
  }

  private static boolean isOf(Map.Entry<Long, ?> past, String run) {
    return isNumber(run) && past.getKey() == Long.parseLong(run);
  }
}
