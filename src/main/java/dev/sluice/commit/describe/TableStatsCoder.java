// SPDX-License-Identifier: Apache-2.0
package dev.sluice.commit.describe;

import dev.sluice.stats.TableStats;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;

/** Encodes statistics as they are stored. */
final class TableStatsCoder extends AtomicCoder<TableStats> {
  private static final long serialVersionUID = 1L;
  private static final TableStatsCoder INSTANCE = new TableStatsCoder();

  private TableStatsCoder() {}

  static TableStatsCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(TableStats stats, OutputStream out) throws IOException {
    ByteArrayCoder.of().encode(stats.bytes(), out);
  }

  @Override
  public TableStats decode(InputStream in) throws IOException {
    return TableStats.of(ByteArrayCoder.of().decode(in));
  }
}
