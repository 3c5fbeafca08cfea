// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse;

import dev.sluice.lake.Manifest;
import dev.sluice.spec.WarehouseSpec;
import org.apache.beam.sdk.transforms.DoFn;

/** Loads one manifest. */
final class LoadFn extends DoFn<Manifest, Manifest> {
  private static final long serialVersionUID = 1L;

  private final WarehouseSpec warehouse;
  private final String root;

  LoadFn(WarehouseSpec warehouse, String root) {
    this.warehouse = warehouse;
    this.root = root;
  }

  @ProcessElement
  public void load(@Element Manifest manifest, OutputReceiver<Manifest> out) {
    Warehouse.of(warehouse).load(root, manifest);
    out.output(manifest);
  }
}
