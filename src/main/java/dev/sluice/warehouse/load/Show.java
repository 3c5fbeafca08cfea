// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.load;

import dev.sluice.spec.WarehouseSpec;
import dev.sluice.table.log.PublishedManifest;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Makes the warehouse's schema {@code production} show what the lake's does; showing a release
 * twice, or an older one, changes nothing.
 */
public final class Show
    extends PTransform<PCollection<PublishedManifest>, PCollection<PublishedManifest>> {
  private static final long serialVersionUID = 1L;

  private final WarehouseSpec warehouse;
  private final String root;

  private Show(WarehouseSpec warehouse, String root) {
    this.warehouse = warehouse;
    this.root = root;
  }

  public static Show in(WarehouseSpec warehouse, String root) {
    return new Show(warehouse, root);
  }

  @Override
  public PCollection<PublishedManifest> expand(PCollection<PublishedManifest> loaded) {
    return loaded.apply("Show", ParDo.of(new ShowFn(warehouse, root))).setCoder(loaded.getCoder());
  }
}
