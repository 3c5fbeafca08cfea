// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse;

import dev.sluice.lake.Manifest;
import dev.sluice.spec.WarehouseSpec;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Loads committed manifests into the warehouse's schema {@code staging}; loading one twice changes
 * nothing.
 */
public final class Load extends PTransform<PCollection<Manifest>, PCollection<Manifest>> {
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
  public PCollection<Manifest> expand(PCollection<Manifest> manifests) {
    return manifests
        .apply("Load", ParDo.of(new LoadFn(warehouse, root)))
        .setCoder(SerializableCoder.of(Manifest.class));
  }
}
