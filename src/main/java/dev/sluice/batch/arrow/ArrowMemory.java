// SPDX-License-Identifier: Apache-2.0
package dev.sluice.batch.arrow;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** Owns the process's one Arrow allocator; every buffer taken from it is closed by its taker. */
public final class ArrowMemory {
  private static final BufferAllocator ROOT = new RootAllocator();

  private ArrowMemory() {}

  public static BufferAllocator root() {
    return ROOT;
  }
}
