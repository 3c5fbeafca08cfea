// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse;

/**
 * Tells that a warehouse was made anew from the lake.
 *
 * @param place where it is
 * @param cause why
 * @param why what was wrong with the one before; empty when nothing was
 * @param kept where the one before is now; empty when it held nothing but what the lake holds
 * @param manifest the number of the manifest that schema {@code staging} equals; 0 for none
 * @param release the number of the release that schema {@code production} equals; 0 for none
 * @param tables how many tables it has
 * @param rows how many rows they have
 */
public record RebuiltWarehouse(
    String place,
    Cause cause,
    String why,
    String kept,
    long manifest,
    long release,
    long tables,
    long rows) {
  /** Why a warehouse is made anew. */
  public enum Cause {
    /** A person asked for it. */
    ASKED,
    /** There was none. */
    MISSING,
    /** It could not be used. */
    BROKEN
  }
}
