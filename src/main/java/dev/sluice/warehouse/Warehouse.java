// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse;

import dev.sluice.lake.Manifest;

/** A place for SQL users that mirrors the lake; always rebuildable from manifests. */
public interface Warehouse {
  /**
   * Makes schema {@code staging} equal to a committed manifest, all tables in one atomic step. A
   * second call with the same manifest changes nothing.
   *
   * @param lake the lake's root folder
   */
  void load(String lake, Manifest manifest);

  /**
   * Makes schema {@code production} equal to a release's manifest, all tables in one atomic step. A
   * second call with the same release, or with an older one, changes nothing.
   *
   * @param lake the lake's root folder
   * @param release the release's number
   */
  void publish(String lake, Manifest manifest, long release);
}
