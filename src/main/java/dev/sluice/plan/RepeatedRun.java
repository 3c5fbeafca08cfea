// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan;

import dev.sluice.intake.Intake;
import dev.sluice.plan.selection.ReadElsewhere;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Inputs;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.log.ManifestStore.Committed;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks for the run that did already what is asked for. */
final class RepeatedRun {
  private final RunRequest request;
  private final PipelineSpec spec;
  private final @Nullable Manifest base;
  private final @Nullable Committed head;

  /**
   * Looks in a lake.
   *
   * @param base the state that the run would build on
   * @param head the newest manifest
   */
  RepeatedRun(RunRequest request, @Nullable Manifest base, @Nullable Committed head) {
    this.request = request;
    this.spec = request.spec();
    this.base = base;
    this.head = head;
  }

  /** The run that did already what this one would; null when there is something to do. */
  PlannedRun.@Nullable Done of(
      Inputs inputs, Map<String, Intake> intakes, ReadElsewhere elsewhere) {
    Optional<Manifest> last = lastOf(inputs.kind());
    if (last.isPresent() && isDone(last.get(), inputs)) {
      return new PlannedRun.Done(last.get(), false, List.of());
    }
    if (head != null && isDone(head.manifest(), inputs)) {
      return new PlannedRun.Done(head.manifest(), true, List.of());
    }
    boolean isNothing =
        !request.isForced()
            && request.dropped().isEmpty()
            && request.createdAt() == null
            && inputs.kind() == Inputs.Kind.RUN
            && intakes.values().stream().allMatch(Intake::isKept)
            && spec.models().stream().noneMatch(model -> isBehind(model, elsewhere));
    return last.filter(m -> isNothing && m.run().specDigest().equals(request.specDigest()))
        .map(manifest -> new PlannedRun.Done(manifest, false, List.of()))
        .orElse(null);
  }

  /** Whether a model that is looked at is not what a run of the same spec would have made. */
  private boolean isBehind(ModelSpec model, ReadElsewhere elsewhere) {
    boolean isMade =
        base != null
            && base.table(model.name()).filter(s -> !s.taken().spec().isEmpty()).isPresent();
    return request.selection().has(model.name())
        && (!isMade
            || model.inputs().stream().anyMatch(elsewhere::has)
            || model.lookup().stream().anyMatch(elsewhere::has));
  }

  /**
   * The last run that this one might repeat: an ordinary one may lie behind replays and backfills,
   * which leave the sources alone. One that is no longer kept is looked at as none.
   */
  private Optional<Manifest> lastOf(Inputs.Kind kind) {
    Manifest last = base;
    while (last != null && kind == Inputs.Kind.RUN && last.run().inputs().kind() != kind) {
      long before = last.run().inputs().base();
      last =
          before == 0
              ? null
              : ManifestStore.ifKept(spec.lake(), before).map(Committed::manifest).orElse(null);
    }
    return Optional.ofNullable(last);
  }

  /** Whether a run took in the same input by the same spec. */
  private boolean isDone(Manifest manifest, Inputs inputs) {
    Manifest.Stamp last = manifest.run();
    Instant asked = request.createdAt();
    return !request.isForced()
        && request.dropped().isEmpty()
        && last.specDigest().equals(request.specDigest())
        && last.inputs().kind() == inputs.kind()
        && last.inputs().selected().equals(inputs.selected())
        && last.inputs().deferred().equals(inputs.deferred())
        && last.inputs().fingerprint().equals(inputs.fingerprint())
        && last.inputs().from().equals(inputs.from())
        && last.inputs().to().equals(inputs.to())
        && (asked == null || Planner.seconds(asked).equals(last.createdAt()));
  }
}
