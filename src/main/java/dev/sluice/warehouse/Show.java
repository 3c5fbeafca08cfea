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
 * Makes the warehouse's schema {@code production} show what the lake's does; showing a release
 * twice, or an older one, changes nothing.
 */
public final class Show extends PTransform<PCollection<Promoted>, PCollection<Promoted>> {
  private static final long serialVersionUID = 1L;

  private final WarehouseSpec warehouse;
  private final String root;
  private final transient @Nullable PCollection<Manifest> before;

  private Show(WarehouseSpec warehouse, String root, @Nullable PCollection<Manifest> before) {
    this.warehouse = warehouse;
    this.root = root;
    this.before = before;
  }

  public static Show in(WarehouseSpec warehouse, String root) {
    return new Show(warehouse, root, null);
  }

  /** Waits until schema {@code staging} was loaded. */
  public Show after(PCollection<Manifest> other) {
    return new Show(warehouse, root, other);
  }

  @Override
  public PCollection<Promoted> expand(PCollection<Promoted> shown) {
    PCollection<Promoted> ready =
        before == null
            ? shown
            : shown.apply("Await staging", Wait.on(before)).setCoder(shown.getCoder());
    return ready
        .apply("Show", ParDo.of(new ShowFn(warehouse, root)))
        .setCoder(SerializableCoder.of(Promoted.class));
  }
}
