// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse;

import dev.sluice.lake.Promoted;
import dev.sluice.lake.Published;
import dev.sluice.spec.WarehouseSpec;
import org.apache.beam.sdk.transforms.DoFn;

/** Shows one release, where there is one. */
final class ShowFn extends DoFn<Published, Published> {
  private static final long serialVersionUID = 1L;

  private final WarehouseSpec warehouse;
  private final String root;

  ShowFn(WarehouseSpec warehouse, String root) {
    this.warehouse = warehouse;
    this.root = root;
  }

  @ProcessElement
  public void show(@Element Published run, OutputReceiver<Published> out) {
    Promoted shown = run.shown();
    if (shown != null) {
      Warehouses.of(warehouse).publish(root, shown.manifest(), shown.release());
    }
    out.output(run);
  }
}
