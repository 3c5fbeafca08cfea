// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse;

import dev.sluice.lake.Manifest;
import dev.sluice.lake.Promoted;
import dev.sluice.spec.WarehouseSpec;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Wait;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/**
 * Loads committed manifests into the warehouse's schema {@code staging}; loading one twice changes
 * nothing.
 */
public final class Load extends PTransform<PCollection<Manifest>, PCollection<Manifest>> {
  private static final long serialVersionUID = 1L;

  private final WarehouseSpec warehouse;
  private final String root;
  private final transient @Nullable PCollection<Promoted> before;

  private Load(WarehouseSpec warehouse, String root, @Nullable PCollection<Promoted> before) {
    this.warehouse = warehouse;
    this.root = root;
    this.before = before;
  }

  public static Load into(WarehouseSpec warehouse, String root) {
    return new Load(warehouse, root, null);
  }

  /** Waits until the lake's production shows what it is to show: it never waits for a warehouse. */
  public Load after(PCollection<Promoted> other) {
    return new Load(warehouse, root, other);
  }

  @Override
  public PCollection<Manifest> expand(PCollection<Manifest> manifests) {
    PCollection<Manifest> ready =
        before == null
            ? manifests
            : manifests.apply("Await production", Wait.on(before)).setCoder(manifests.getCoder());
    return ready
        .apply("Load", ParDo.of(new LoadFn(warehouse, root)))
        .setCoder(SerializableCoder.of(Manifest.class));
  }
}
