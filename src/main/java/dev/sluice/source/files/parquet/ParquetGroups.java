// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.parquet;

import dev.sluice.source.files.parquet.encoding.ParquetBroken;
import dev.sluice.source.files.position.RecordPosition;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.RowGroup;

/**
 * The row groups of a file, and the places between them.
 *
 * <p>The offset of one is how much is stored of those before it: groups may lie in any order in a
 * file, and some lie nowhere, so that their own places would not tell them apart.
 */
final class ParquetGroups {
  private final List<RowGroup> groups;
  private final long[] offsets;
  private final long[] rows;

  ParquetGroups(List<RowGroup> groups) {
    this.groups = groups;
    this.offsets = new long[groups.size() + 1];
    this.rows = new long[groups.size() + 1];
    for (int i = 0; i < groups.size(); i++) {
      offsets[i + 1] = offsets[i] + 1 + stored(groups.get(i));
      rows[i + 1] = rows[i] + groups.get(i).getNum_rows();
    }
  }

  private static long stored(RowGroup group) {
    long bytes = 0;
    for (ColumnChunk chunk : group.getColumns()) {
      bytes += chunk.getMeta_data().getTotal_compressed_size();
    }
    return bytes;
  }

  int count() {
    return groups.size();
  }

  RowGroup get(int group) {
    return groups.get(group);
  }

  long offset(int group) {
    return offsets[group];
  }

  long rowsBefore(int group) {
    return rows[group];
  }

  /** The group that has an offset. */
  int at(long offset) {
    for (int i = 0; i < offsets.length; i++) {
      if (offsets[i] == offset) {
        return i;
      }
    }
    throw new ParquetBroken("it has no row group at " + offset + "; it may have changed");
  }

  /** Where to cut so that parts have about such a length. */
  List<RecordPosition> cuts(long size) {
    List<RecordPosition> cuts = new ArrayList<>();
    long from = 0;
    for (int i = 1; i < groups.size(); i++) {
      boolean hasRows = rows[i] > 0 && rows[i] < rows[groups.size()];
      if (hasRows && offsets[i] - from >= size) {
        cuts.add(new RecordPosition(offsets[i], 0, rows[i], List.of()));
        from = offsets[i];
      }
    }
    return cuts;
  }
}
