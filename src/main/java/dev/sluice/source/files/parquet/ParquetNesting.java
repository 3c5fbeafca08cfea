// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.parquet;

import dev.sluice.source.files.parquet.encoding.ParquetBroken;
import dev.sluice.source.files.parquet.shape.ParquetShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/** Makes lists, maps and structs around values, of the levels of their columns. */
final class ParquetNesting {
  private static final int NULL = -1;

  private final List<ParquetColumn> columns;

  /** All columns of a file, by the numbers of their leaves. */
  ParquetNesting(List<ParquetColumn> columns) {
    this.columns = columns;
  }

  /** The vectors of the values below a vector, in order. */
  static List<FieldVector> leaves(ParquetShape shape, FieldVector vector) {
    List<FieldVector> leaves = new ArrayList<>();
    gather(shape, vector, leaves);
    return leaves;
  }

  private static void gather(ParquetShape shape, FieldVector vector, List<FieldVector> leaves) {
    if (shape.kind() == ParquetShape.Kind.VALUE) {
      leaves.add(vector);
    }
    for (int i = 0; i < shape.parts().size(); i++) {
      gather(shape.parts().get(i), part(shape, vector, i), leaves);
    }
  }

  private static FieldVector part(ParquetShape shape, FieldVector vector, int part) {
    return switch (shape.kind()) {
      case STRUCT -> ((StructVector) vector).getChildrenFromFields().get(part);
      case MAP ->
          ((StructVector) ((ListVector) vector).getDataVector()).getChildrenFromFields().get(part);
      default -> ((ListVector) vector).getDataVector();
    };
  }

  /** Fills what stands around values that are there already. */
  void fill(ParquetShape shape, FieldVector vector) {
    if (shape.kind() == ParquetShape.Kind.VALUE) {
      return;
    }
    int[] sizes = sizes(shape, columns.get(shape.leaf()));
    requireSame(shape, sizes);
    if (shape.kind() == ParquetShape.Kind.STRUCT) {
      fill(sizes, (StructVector) vector);
    } else {
      fill(sizes, (ListVector) vector);
    }
    if (shape.kind() == ParquetShape.Kind.MAP) {
      requireKeys(shape.parts().get(0));
      int entries = Arrays.stream(sizes).map(size -> Math.max(size, 0)).sum();
      StructVector struct = (StructVector) ((ListVector) vector).getDataVector();
      fill(new int[entries], struct);
    }
    for (int i = 0; i < shape.parts().size(); i++) {
      fill(shape.parts().get(i), part(shape, vector, i));
    }
  }

  /** Of each place: how many elements it has, or that it is null. */
  private static int[] sizes(ParquetShape shape, ParquetColumn column) {
    int[] repetitions = column.repetitions();
    int[] definitions = column.definitions();
    boolean isFlat = column.leaf().rep() == 0;
    boolean hasLevels = column.leaf().def() > 0;
    int[] sizes = new int[column.entries()];
    int count = 0;
    for (int i = 0; i < column.entries(); i++) {
      int repetition = isFlat ? 0 : repetitions[i];
      int definition = hasLevels ? definitions[i] : 0;
      if (repetition <= shape.rep() && definition >= shape.base()) {
        sizes[count++] = definition < shape.def() ? NULL : 0;
      }
      boolean isElement = shape.inner() > 0 && definition >= shape.inner();
      if (isElement && repetition <= shape.rep() + 1) {
        sizes[count - 1]++;
      }
    }
    return Arrays.copyOf(sizes, count);
  }

  private void requireSame(ParquetShape shape, int[] sizes) {
    shape
        .leaves()
        .skip(1)
        .forEach(
            leaf ->
                ParquetBroken.require(
                    Arrays.equals(sizes, sizes(shape, columns.get(leaf.leaf()))),
                    "the columns of " + shape.name() + " do not agree on what there is"));
  }

  private void requireKeys(ParquetShape key) {
    ParquetColumn column = columns.get(key.leaf());
    for (int i = 0; i < column.entries(); i++) {
      int definition = column.leaf().def() > 0 ? column.definitions()[i] : 0;
      ParquetBroken.require(
          definition < key.base() || definition >= key.def(), "a map has a key that is null");
    }
  }

  private static void fill(int[] sizes, StructVector struct) {
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] == NULL) {
        struct.setNull(i);
      } else {
        struct.setIndexDefined(i);
      }
    }
  }

  private static void fill(int[] sizes, ListVector list) {
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] == NULL) {
        list.setNull(i);
      } else {
        int unused = list.startNewValue(i);
        list.endValue(i, sizes[i]);
      }
    }
  }
}
