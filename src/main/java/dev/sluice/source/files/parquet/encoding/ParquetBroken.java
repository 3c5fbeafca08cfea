// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.parquet.encoding;

/** Says what is wrong with a file. */
public final class ParquetBroken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ParquetBroken(String what) {
    super(what);
  }

  /** Fails unless something holds. */
  public static void require(boolean holds, String what) {
    if (!holds) {
      throw new ParquetBroken(what);
    }
  }
}
