// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.load;

import dev.sluice.spec.WarehouseSpec;
import dev.sluice.table.log.PublishedManifest;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Loads committed manifests into the warehouse's schema {@code staging}, once the lake's production
 * shows what it is to show: it never waits for a warehouse. Loading one twice changes nothing.
 */
public final class Load
    extends PTransform<PCollection<PublishedManifest>, PCollection<PublishedManifest>> {
  private static final long serialVersionUID = 1L;

  private final WarehouseSpec warehouse;
  private final String root;

  private Load(WarehouseSpec warehouse, String root) {
    this.warehouse = warehouse;
    this.root = root;
  }

  public static Load into(WarehouseSpec warehouse, String root) {
    return new Load(warehouse, root);
  }

  @Override
  public PCollection<PublishedManifest> expand(PCollection<PublishedManifest> runs) {
    return runs.apply("Load", ParDo.of(new LoadFn(warehouse, root))).setCoder(runs.getCoder());
  }
}
