// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.parquet;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.arrow.ArrowIpc;
import dev.sluice.batch.arrow.ArrowMemory;
import dev.sluice.batch.arrow.RecordBatches;
import dev.sluice.batch.arrow.TextBatchBuilder;
import dev.sluice.source.files.parquet.encoding.ParquetBroken;
import dev.sluice.source.files.parquet.shape.ParquetShape;
import dev.sluice.source.files.parquet.shape.ParquetType;
import dev.sluice.source.files.parquet.variant.VariantTexts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.RowGroup;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one row group, some at a time.
 *
 * <p>How many depends on nothing but the file and the place. Rows that have a value which no
 * vector's type holds come after the others of a batch, with a text in its place.
 */
final class ParquetRows {
  /** Bytes that a batch may take beyond what its footer lets expect. */
  private static final long MAX_BATCH = 64L << 20;

  /** Bytes that one row may take, and that all open pages may. */
  private static final long ROOM = 128L << 20;

  private final ParquetFooter footer;
  private final int group;
  private final String origin;
  private final long first;
  private final long rows;
  private final int planned;
  private final List<ParquetColumn> columns = new ArrayList<>();
  private final ParquetNesting nesting = new ParquetNesting(columns);
  private long done;
  private boolean isSecond;

  /**
   * What was read.
   *
   * @param strange rows with a value that the vector of its leaf does not hold
   * @param texts those leaves
   */
  private record Read(List<FieldVector> vectors, int rows, BitSet strange, Set<Integer> texts)
      implements AutoCloseable {
    @Override
    public void close() {
      vectors.forEach(FieldVector::close);
    }
  }

  /**
   * Rows of a group that has been checked.
   *
   * @param origin the path of the file
   * @param first how many rows of the file come before
   */
  ParquetRows(ParquetFooter footer, int group, ParquetPages pages, String origin, long first) {
    RowGroup data = footer.meta().getRow_groups().get(group);
    this.footer = footer;
    this.group = group;
    this.origin = origin;
    this.first = first;
    this.rows = data.getNum_rows();
    long bytes =
        data.getColumns().stream()
            .mapToLong(chunk -> chunk.getMeta_data().getTotal_uncompressed_size())
            .reduce(0, (a, b) -> Math.min(a + b, Long.MAX_VALUE / 2));
    long most = RecordBatch.MAX_BYTES / (bytes / Math.max(rows, 1) + 1);
    this.planned = (int) Math.max(1, Math.min(most, RecordBatch.MAX_ROWS));
    for (ParquetShape column : footer.columns()) {
      open(column, pages, new int[ParquetFooter.MAX_DEPTH + 2]);
    }
  }

  /** Opens the columns below a shape, which know where each list around them has an element. */
  private void open(ParquetShape shape, ParquetPages pages, int[] inner) {
    if (shape.inner() > 0) {
      inner[shape.rep() + 1] = shape.inner();
    }
    if (shape.kind() != ParquetShape.Kind.VALUE) {
      shape.parts().forEach(part -> open(part, pages, inner));
      return;
    }
    ColumnMetaData data = ParquetPages.data(footer, group, shape.leaf());
    String place = ParquetPages.place(data, group);
    ParquetBroken.require(
        data.getType() == shape.element().getType(),
        place + " has values of another type than its schema says");
    ParquetBroken.require(shape.rep() > 0 || data.getNum_values() == rows, unlike());
    columns.add(
        new ParquetColumn(shape, new ParquetChunk(pages, data, shape, place), inner.clone()));
  }

  private String unlike() {
    return "row group %d does not have the rows that its footer says".formatted(group);
  }

  /** A batch of the columns of a file without any rows. */
  static RecordBatch none(ParquetFooter footer, String origin) throws IOException {
    List<FieldVector> vectors = new ArrayList<>();
    try (BigIntVector numbers = new BigIntVector(TextBatchBuilder.ROW, ArrowMemory.root())) {
      vectors.add(numbers);
      for (ParquetShape shape : footer.columns()) {
        FieldVector vector = shape.field(choice(Set.of())).createVector(ArrowMemory.root());
        vectors.add(vector);
        if (VariantTexts.isOf(shape)) {
          vectors.set(vectors.size() - 1, VariantTexts.of(vector));
          vector.close();
        }
      }
      VectorSchemaRoot root = new VectorSchemaRoot(vectors);
      root.setRowCount(0);
      return ArrowIpc.write(root, origin);
    } finally {
      vectors.forEach(FieldVector::close);
    }
  }

  /** How far it came: twice the rows that were read, and one when of the next some were. */
  long within() {
    return done * 2 + (isSecond ? 1 : 0);
  }

  boolean isAtEnd() {
    return done == rows;
  }

  /** Goes to where another reader came. */
  void skip(long within) throws IOException {
    while (done < within / 2) {
      int count = (int) Math.min(planned, within / 2 - done);
      try (Read passed = read(count, Set.of(), marks())) {
        done += passed.rows();
      }
    }
    isSecond = within % 2 == 1;
  }

  private List<ParquetColumn.Mark> marks() {
    return columns.stream().map(ParquetColumn::mark).toList();
  }

  private void go(List<ParquetColumn.Mark> marks) {
    for (int i = 0; i < marks.size(); i++) {
      columns.get(i).go(marks.get(i));
    }
  }

  /** The next rows; not called at the end. */
  RecordBatch next() throws IOException {
    List<ParquetColumn.Mark> start = marks();
    try (Read read = read((int) Math.min(planned, rows - done), Set.of(), start)) {
      int strange = read.strange().cardinality();
      if (strange == 0) {
        pass(read.rows());
        return batch(read, done - read.rows());
      }
      go(start);
      if (!isSecond && strange < read.rows()) {
        isSecond = true;
        return RecordBatches.pick(
            batch(read, done),
            IntStream.range(0, read.rows()).filter(row -> !read.strange().get(row)).toArray());
      }
      RecordBatch texts = texts(read);
      isSecond = false;
      pass(read.rows());
      return texts;
    }
  }

  private void pass(int count) {
    done += count;
    ParquetBroken.require(
        done < rows || columns.stream().allMatch(ParquetColumn::isAtEnd), unlike());
  }

  private RecordBatch texts(Read typed) throws IOException {
    try (Read read = tried(typed.rows(), typed.texts(), Long.MAX_VALUE)) {
      if (read == null) {
        throw new ParquetBroken(unlike());
      }
      return RecordBatches.pick(batch(read, done), typed.strange().stream().toArray());
    }
  }

  /** Reads some rows, or fewer when these are very long. */
  private Read read(int count, Set<Integer> texts, List<ParquetColumn.Mark> start)
      throws IOException {
    for (int some = count; ; some /= 2) {
      Read read = tried(some, texts, some == 1 ? ROOM : MAX_BATCH);
      if (read != null) {
        return read;
      }
      go(start);
      ParquetBroken.require(some > 1, "row %d is too long to be held".formatted(first + done + 1));
    }
  }

  /** Reads rows; null when they take more memory than they may. */
  private @Nullable Read tried(int count, Set<Integer> texts, long most) throws IOException {
    Read read = new Read(new ArrayList<>(), count, new BitSet(), new HashSet<>());
    boolean isWhole = false;
    try {
      long bytes = 0;
      for (ParquetShape shape : footer.columns()) {
        FieldVector vector = shape.field(choice(texts)).createVector(ArrowMemory.root());
        read.vectors().add(vector);
        bytes += column(shape, vector, read, texts, most - bytes);
        if (bytes > most) {
          return null;
        }
        nesting.fill(shape, vector);
        vector.setValueCount(count);
        if (VariantTexts.isOf(shape)) {
          read.vectors().set(read.vectors().size() - 1, VariantTexts.of(vector));
          vector.close();
        }
      }
      isWhole = true;
      return read;
    } finally {
      if (!isWhole) {
        read.close();
      }
    }
  }

  private static ParquetType.Choice choice(Set<Integer> texts) {
    return leaf -> texts.contains(leaf.leaf()) ? ParquetType.text(leaf) : ParquetType.of(leaf);
  }

  private long column(
      ParquetShape shape, FieldVector vector, Read read, Set<Integer> texts, long most)
      throws IOException {
    long bytes = 0;
    List<FieldVector> leaves = ParquetNesting.leaves(shape, vector);
    for (int i = 0; i < leaves.size() && bytes <= most; i++) {
      ParquetColumn column = columns.get(shape.leaf() + i);
      FieldVector target = leaves.get(i);
      target.setInitialCapacity(read.rows());
      target.allocateNew();
      ParquetType type = choice(texts).of(column.leaf());
      bytes += column.read(read.rows(), target, type.setter(), most - bytes);
      if (!column.strange().isEmpty()) {
        read.strange().or(column.strange());
        read.texts().add(shape.leaf() + i);
      }
      if (columns.stream().mapToLong(ParquetColumn::held).sum() > ROOM) {
        column.release();
      }
    }
    return bytes;
  }

  private RecordBatch batch(Read read, long before) throws IOException {
    try (BigIntVector numbers = new BigIntVector(TextBatchBuilder.ROW, ArrowMemory.root())) {
      numbers.allocateNew(read.rows());
      for (int i = 0; i < read.rows(); i++) {
        numbers.set(i, first + before + i + 1);
      }
      List<FieldVector> all = new ArrayList<>();
      all.add(numbers);
      all.addAll(read.vectors());
      // The root is not closed: what was read is.
      VectorSchemaRoot root = new VectorSchemaRoot(all);
      root.setRowCount(read.rows());
      return ArrowIpc.write(root, origin);
    }
  }
}
