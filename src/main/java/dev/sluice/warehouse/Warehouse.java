// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse;

import dev.sluice.lake.Manifest;

/** A place for SQL users that mirrors the lake; always rebuildable from manifests. */
public interface Warehouse {
  /**
   * Makes the warehouse equal to a committed manifest, all tables in one atomic step: schema {@code
   * staging} always, schema {@code production} too when the manifest's outcome is published. A
   * second call with the same manifest changes nothing.
   *
   * @param lake the lake's root folder
   */
  void load(String lake, Manifest manifest);
}
