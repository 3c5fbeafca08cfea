// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.settle;

import dev.sluice.commit.checkpoint.RunFolder;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.promote.decision.Decisions;
import dev.sluice.promote.release.Publisher;
import dev.sluice.promote.release.Releases;
import dev.sluice.promote.sign.Signers;
import dev.sluice.run.settle.UnfinishedStep.Step;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.store.document.DocumentKind;
import dev.sluice.store.document.DocumentStore;
import dev.sluice.store.document.Documents;
import dev.sluice.table.log.LakeHead;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore.Committed;
import dev.sluice.warehouse.RebuiltWarehouse;
import dev.sluice.warehouse.RebuiltWarehouse.Cause;
import dev.sluice.warehouse.WarehouseState.Depth;
import dev.sluice.warehouse.load.WarehouseChecks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what follows a commit or a release, as far as it was not done: production shows what needs
 * no approval, and the warehouse mirrors the lake. A crash between a commit and its consequences is
 * healed by the next command; every step may be done twice.
 */
public final class FollowUp {
  /** Where its mark lies, relative to the lake's root. */
  public static final String PATH = "_sluice/settled.json";

  private static final Logger LOG = LoggerFactory.getLogger(FollowUp.class);

  private final PipelineSpec spec;
  private final Releases releases;
  private final @Nullable WarehouseSync mirror;
  private final WarehouseChecks checks;

  private FollowUp(PipelineSpec spec) {
    this.checks = WarehouseChecks.of(spec);
    this.spec = spec;
    this.releases = Releases.of(spec.lake());
    this.mirror = WarehouseSync.of(spec).orElse(null);
  }

  /**
   * Up to where everything was done.
   *
   * @param version of this format
   * @param manifest the number of the newest manifest
   * @param release the number of the newest release; 0 for none
   * @param warehouse how the warehouse was left; empty for none
   */
  record Settled(int version, long manifest, long release, String warehouse) {
    static final int VERSION = 1;
  }

  /**
   * Settles the newest manifest and the newest release. Looks at every row of a warehouse that
   * somebody else wrote to since it was settled, and makes one anew that cannot be used. A
   * warehouse that cannot follow now is left for the next command: it never holds the lake back.
   *
   * @throws PipelineException WAREHOUSE_REFUSED when the warehouse is not this lake's
   */
  public static FollowUpResult newest(PipelineSpec spec) {
    return new FollowUp(spec).settle(Depth.ROWS);
  }

  /** As {@link #newest}, right after this process settled, or wrote to the warehouse itself. */
  public static List<UnfinishedStep> again(PipelineSpec spec) {
    FollowUpResult settled = new FollowUp(spec).settle(Depth.LEDGER);
    // Where there was none nothing was lost: that of a stream may follow later.
    settled
        .rebuilt()
        .filter(rebuilt -> rebuilt.cause() != Cause.MISSING)
        .ifPresent(rebuilt -> LOG.warn("The warehouse {} was rebuilt meanwhile", rebuilt.place()));
    return settled.unfinished();
  }

  /** As {@link #again}, after a commit or a release: whatever goes wrong is what is left to do. */
  public static List<UnfinishedStep> after(PipelineSpec spec) {
    try {
      return again(spec);
    } catch (PipelineException e) {
      boolean isShown = e.code() == ErrorCode.WAREHOUSE_REFUSED;
      return List.of(new UnfinishedStep(isShown ? Step.WAREHOUSE : Step.PRODUCTION, e));
    }
  }

  /** Settles, and makes the warehouse anew; empty for a pipeline without a warehouse. */
  public static Optional<RebuiltWarehouse> rebuild(PipelineSpec spec) {
    return new FollowUp(spec).rebuild();
  }

  /** Whether everything that follows the newest manifest and release was done. */
  public static boolean isDone(PipelineSpec spec) {
    FollowUp settle = new FollowUp(spec);
    Optional<Committed> newest = LakeHead.of(spec);
    return newest.isEmpty() || Arrays.equals(settle.before(), settle.document(newest.get()));
  }

  private FollowUpResult settle(Depth depth) {
    Optional<Committed> newest = LakeHead.of(spec);
    byte[] before = before();
    if (newest.isPresent() && Arrays.equals(before, document(newest.get()))) {
      releases.show(); // the copy may be lost or broken since
      return FollowUpResult.NOTHING;
    }
    WarehouseSync.Repaired repaired =
        mirror == null ? WarehouseSync.Repaired.NOTHING : mirror.repair(depth, newest.isPresent());
    List<UnfinishedStep> left = new ArrayList<>(repaired.left());
    if (newest.isPresent()) {
      left.addAll(release(newest.get(), left.isEmpty()));
      if (mirror != null && left.isEmpty()) {
        left.addAll(mirror.follow(newest.get().manifest()));
      }
      if (left.isEmpty()) {
        note(before, newest.get());
      }
      if (depth == Depth.ROWS) { // whoever launched that run may not have waited for it
        new RunFolder(spec.lake(), newest.get().manifest().run().id()).remove();
      }
    }
    return new FollowUpResult(repaired.rebuilt(), left);
  }

  private Optional<RebuiltWarehouse> rebuild() {
    if (mirror == null) {
      return Optional.empty();
    }
    Optional<Committed> newest = LakeHead.of(spec);
    byte[] before = before();
    if (newest.isPresent() && checks.isEmpty()) {
      release(newest.get());
    }
    RebuiltWarehouse rebuilt = mirror.rebuild();
    if (checks.isEmpty()) {
      newest.ifPresent(manifest -> note(before, manifest));
    }
    return Optional.of(rebuilt);
  }

  /**
   * Releases what needs no approval, and what the warehouse's checks find nothing against.
   *
   * @param canAsk whether the warehouse can be asked
   * @return why it was not
   */
  private List<UnfinishedStep> release(Committed newest, boolean canAsk) {
    boolean isOpen =
        releases.published() < newest.manifest().number()
            && !Decisions.of(spec.lake()).isVoid(newest.manifest());
    if (mirror != null && !checks.isEmpty() && isOpen) {
      List<UnfinishedStep> against = canAsk ? mirror.audit(newest.manifest(), checks) : List.of();
      if (!canAsk || !against.isEmpty()) {
        releases.show();
        return against;
      }
    }
    release(newest);
    return List.of();
  }

  private void release(Committed newest) {
    if (newest.manifest().outcome() == Manifest.Outcome.PUBLISHED) {
      Publisher.publish(spec.lake(), newest, Signers.of(spec.publish().signers()));
    }
    releases.show();
  }

  private byte @Nullable [] before() {
    try {
      return DocumentStore.of(spec.lake()).read(PATH).orElse(null);
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "Cannot read " + spec.lake() + "/" + PATH + ": " + e, e);
    }
  }

  private void note(byte @Nullable [] before, Committed newest) {
    try {
      boolean unused =
          DocumentStore.of(spec.lake())
              .replace(DocumentKind.SETTLED, PATH, before, document(newest));
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE, "Cannot write " + spec.lake() + "/" + PATH + ": " + e, e);
    }
  }

  private byte[] document(Committed newest) {
    return Documents.write(
        new Settled(
            Settled.VERSION,
            newest.manifest().number(),
            releases.number(),
            mirror == null ? "" : mirror.mark()));
  }
}
