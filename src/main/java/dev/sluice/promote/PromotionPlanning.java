// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.promote.PromotionPlan.Ways;
import dev.sluice.promote.compare.ProductionChange;
import dev.sluice.promote.compare.TableComparison;
import dev.sluice.promote.decision.Decisions;
import dev.sluice.promote.release.Release;
import dev.sluice.promote.release.Releases;
import dev.sluice.store.Lakes;
import dev.sluice.table.TableState;
import dev.sluice.table.file.PiiTokens;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.log.ManifestStore.Committed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Compares a staged run with what production shows. */
public final class PromotionPlanning {
  private final String root;
  private final Map<String, List<String>> keys;
  private final Map<String, Set<String>> personal;

  /**
   * Plans for a lake.
   *
   * @param keys the key of each table and model that has one
   * @param personal the columns of each that are personal by now, whatever the lake says
   */
  public PromotionPlanning(
      String lakeRoot, Map<String, List<String>> keys, Map<String, Set<String>> personal) {
    this.root = lakeRoot;
    this.keys = Map.copyOf(keys);
    this.personal = Map.copyOf(personal);
  }

  /**
   * What releasing a run would change. Reads every file of both sides that is not on both; of those
   * on both the columns that their statistics do not describe.
   */
  public PromotionPlan plan(Committed staged, Duration expireAfter, Instant now) {
    Optional<Release> production = Releases.of(root).newest();
    Optional<Manifest> shown =
        production.map(release -> ManifestStore.named(root, release.manifest()).manifest());
    return new PromotionPlan(
        staged,
        production,
        Decisions.of(root).on(staged.manifest().number()),
        Approvals.expiry(staged, expireAfter).toString(),
        now.toString(),
        tables(shown, staged.manifest()),
        ways(staged));
  }

  private Ways ways(Committed staged) {
    Decisions decisions = Decisions.of(root);
    Releases releases = Releases.of(root);
    long number = staged.manifest().number();
    return new Ways(
        decisions.isVoid(staged.manifest()),
        number <= releases.published(),
        releases.all().stream()
            .filter(release -> release.manifest() == number)
            .mapToLong(Release::number)
            .max()
            .orElse(0),
        ManifestStore.latest(root).filter(m -> m.manifest().number() == number).isPresent(),
        decisions.canDoWithout(staged.manifest()));
  }

  private List<ProductionChange> tables(Optional<Manifest> before, Manifest after) {
    Set<String> names = new TreeSet<>();
    before.ifPresent(manifest -> names.addAll(published(manifest)));
    names.addAll(published(after));
    try (Kernel kernel = Kernel.open(KernelSettings.aside(Lakes.kernelFolder(root)))) {
      TableComparison comparison = new TableComparison(kernel, root, PiiTokens.in(root), personal);
      List<ProductionChange> changes = new ArrayList<>();
      for (String name : names) {
        changes.add(
            comparison.of(
                before.flatMap(manifest -> manifest.table(name)),
                after.table(name),
                keys.getOrDefault(name, List.of())));
      }
      return changes;
    } catch (StatementFailed e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ,
          "Cannot compare run %s with production: %s. `sluice verify` looks at every file."
              .formatted(after.run().id(), e.getMessage()),
          e);
    }
  }

  private static List<String> published(Manifest manifest) {
    return manifest.published().stream().map(TableState::table).toList();
  }
}
