// SPDX-License-Identifier: Apache-2.0
package dev.sluice.care.inventory;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.store.object.ObjectStore;
import dev.sluice.store.object.ObjectStore.Item;
import java.io.IOException;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.Set;

/**
 * Every file and folder of a lake as they were at one time, by path relative to its root; links are
 * not followed.
 */
public record LakeInventory(NavigableMap<String, Item> files, NavigableMap<String, Item> folders) {
  /**
   * Walks a lake.
   *
   * @param others files that are no part of it, such as a warehouse that lies in the same folder
   */
  public static LakeInventory of(String lake, Set<Path> others) {
    try {
      ObjectStore.Listing listing = ObjectStore.of(lake).list(others);
      return new LakeInventory(listing.files(), listing.folders());
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "Cannot list the lake %s: %s".formatted(lake, e), e);
    }
  }
}
