// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests that each get a copy of one {@link BusyLake}, which they may break. */
public abstract class OnBusyLake {
  static @TempDir Path base;
  static BusyLake made;

  @TempDir public Path folder;
  public BusyLake busy;

  @BeforeAll
  static void make() {
    made = BusyLake.in(base);
  }

  @BeforeEach
  final void open() {
    busy = made.copiedTo(folder);
  }
}
