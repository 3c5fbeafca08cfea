// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.load;

import dev.sluice.fact.meter.StepMeter;
import dev.sluice.table.log.Manifest;
import java.util.Objects;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Loads committed manifests into the warehouse's schema {@code staging} before they are released,
 * and lets those through that its checks find nothing against; others fail the step.
 */
public final class Audit extends PTransform<PCollection<Manifest>, PCollection<Manifest>> {
  private static final long serialVersionUID = 1L;

  private final WarehouseChecks checks;
  private final String root;

  private Audit(WarehouseChecks checks, String root) {
    this.checks = checks;
    this.root = root;
  }

  public static Audit by(WarehouseChecks checks, String root) {
    return new Audit(checks, root);
  }

  @Override
  public PCollection<Manifest> expand(PCollection<Manifest> manifests) {
    return manifests
        .apply("Audit", ParDo.of(new AuditFn(checks, root)))
        .setCoder(manifests.getCoder());
  }

  private static final class AuditFn extends DoFn<Manifest, Manifest> {
    private static final long serialVersionUID = 1L;

    private final WarehouseChecks checks;
    private final String root;

    AuditFn(WarehouseChecks checks, String root) {
      this.checks = checks;
      this.root = root;
    }

    @ProcessElement
    public void audit(@Element Manifest manifest, OutputReceiver<Manifest> out) {
      try (StepMeter.Turn unused = StepMeter.of("Ask warehouse").begin()) {
        Warehouses.of(Objects.requireNonNull(checks.warehouse())).load(root, manifest);
        checks.require();
      }
      out.output(manifest);
    }
  }
}
