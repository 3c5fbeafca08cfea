// SPDX-License-Identifier: Apache-2.0
package dev.sluice.batch.arrow;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/**
 * Copies rows of a vector into another of its type, through lists, maps and structs down to plain
 * values: the library's own copy of a nested value refuses some types inside, such as an instant.
 */
final class RowCopy {
  private RowCopy() {}

  /** Fills an empty vector with the given rows, in the given order. */
  static void copy(FieldVector from, FieldVector to, int[] rows) {
    if (from instanceof StructVector struct) {
      copyStructs(struct, (StructVector) to, rows);
    } else if (from instanceof ListVector list) {
      copyLists(list, (ListVector) to, rows);
    } else if (!(from instanceof NullVector)) {
      to.setInitialCapacity(Math.max(1, rows.length));
      to.allocateNew();
      for (int i = 0; i < rows.length; i++) {
        to.copyFromSafe(rows[i], i, from);
      }
    }
    to.setValueCount(rows.length);
  }

  private static void copyStructs(StructVector from, StructVector to, int[] rows) {
    List<FieldVector> parts = from.getChildrenFromFields();
    for (int part = 0; part < parts.size(); part++) {
      copy(parts.get(part), to.getChildrenFromFields().get(part), rows);
    }
    for (int i = 0; i < rows.length; i++) {
      if (from.isNull(rows[i])) {
        to.setNull(i);
      } else {
        to.setIndexDefined(i);
      }
    }
  }

  private static void copyLists(ListVector from, ListVector to, int[] rows) {
    IntStream.Builder items = IntStream.builder();
    to.setInitialCapacity(Math.max(1, rows.length));
    to.allocateNew();
    for (int i = 0; i < rows.length; i++) {
      if (from.isNull(rows[i])) {
        to.setNull(i);
      } else {
        int start = from.getElementStartIndex(rows[i]);
        int end = from.getElementEndIndex(rows[i]);
        int unused = to.startNewValue(i);
        to.endValue(i, end - start);
        IntStream.range(start, end).forEach(items::add);
      }
    }
    copy(from.getDataVector(), to.getDataVector(), items.build().toArray());
  }
}
