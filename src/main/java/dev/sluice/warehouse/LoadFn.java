// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse;

import dev.sluice.lake.Published;
import dev.sluice.spec.WarehouseSpec;
import org.apache.beam.sdk.transforms.DoFn;

/** Loads one manifest. */
final class LoadFn extends DoFn<Published, Published> {
  private static final long serialVersionUID = 1L;

  private final WarehouseSpec warehouse;
  private final String root;

  LoadFn(WarehouseSpec warehouse, String root) {
    this.warehouse = warehouse;
    this.root = root;
  }

  @ProcessElement
  public void load(@Element Published run, OutputReceiver<Published> out) {
    Warehouses.of(warehouse).load(root, run.manifest());
    out.output(run);
  }
}
