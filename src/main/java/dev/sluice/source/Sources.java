// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.RecordBatchCoder;
import dev.sluice.schema.TableSchema;
import dev.sluice.source.format.FileReader;
import dev.sluice.source.format.InputFile;
import dev.sluice.spec.SourceSpec;
import dev.sluice.spec.TableSpec;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.jspecify.annotations.Nullable;

/** Reads what a table is extracted from. */
public final class Sources {
  /** Rows exactly as the source said; a batch holds rows of one file, its origin. */
  public static final TupleTag<RecordBatch> RAW = new TupleTag<>("raw") {};

  /** Dead letters of stage {@code read}: records that could not be read. */
  public static final TupleTag<RecordBatch> DEAD = new TupleTag<>("dead") {};

  /** Each file, once it was read to its end. */
  public static final TupleTag<ReadFile> FILES = new TupleTag<>("files") {};

  private Sources() {}

  /**
   * Reads the files of a source.
   *
   * @param schema the contract, for sources whose records bring their own names
   */
  public static Read read(String table, SourceSpec source, TableSchema schema) {
    FileReader.Wanted wanted = new FileReader.Wanted(table, source, schema);
    FileReader.Opener opener = (file, at) -> FileReader.open(wanted, file, at);
    return new Read(opener, source.paths(), null, Read.DEFAULT_LANES, Read.BYTES_BEFORE_PAUSE);
  }

  /**
   * Reads dead letters of a table again, as if their records stood in the source: with its present
   * settings, and with their origin, their row number and their bytes. A record that still cannot
   * be read becomes the same letter again.
   *
   * <p>Each file is counted as read with the letters in it. A letter whose record is not there as a
   * whole fails the run: {@link dev.sluice.batch.PayloadFormat#IS_WHOLE} tells them apart before.
   *
   * @param files absolute paths of Parquet files that hold the letters to read, in the columns of
   *     the table {@code dead_letters}
   */
  public static Read letters(TableSpec table, List<String> files) {
    FileReader.Opener opener = (file, at) -> FileReader.letters(table, file, at);
    return new Read(opener, files, null, Read.DEFAULT_LANES, Read.BYTES_BEFORE_PAUSE);
  }

  /**
   * Reads files, as many at a time as there are lanes, in memory that does not depend on their
   * size.
   *
   * <p>Bounded. A retry gives the same batches. A file is read in order by one worker.
   */
  public static final class Read extends PTransform<PBegin, PCollectionTuple> {
    private static final long serialVersionUID = 1L;
    private static final int DEFAULT_LANES = 2;
    private static final long BYTES_BEFORE_PAUSE = 32L << 20;

    private final FileReader.Opener opener;
    private final ArrayList<String> paths;
    private final @Nullable List<InputFile> files;
    private final int lanes;
    private final long bytesBeforePause;

    private Read(
        FileReader.Opener opener,
        List<String> paths,
        @Nullable List<InputFile> files,
        int lanes,
        long bytesBeforePause) {
      this.opener = opener;
      this.paths = new ArrayList<>(paths);
      this.files = files;
      this.lanes = lanes;
      this.bytesBeforePause = bytesBeforePause;
    }

    /** Reads these files of the source, instead of all that are there when the pipeline runs. */
    public Read ofFiles(List<InputFile> found) {
      return new Read(opener, paths, List.copyOf(found), lanes, bytesBeforePause);
    }

    /** Reads so many files at a time. */
    public Read withLanes(int count) {
      return new Read(opener, paths, files, count, bytesBeforePause);
    }

    /** Lets what was read be worked off after so many bytes of a lane; at least one batch. */
    public Read withBytesBeforePause(long bytes) {
      return new Read(opener, paths, files, lanes, bytes);
    }

    @Override
    public PCollectionTuple expand(PBegin begin) {
      PCollectionTuple read =
          lanes(begin)
              .apply(
                  "Read lanes",
                  ParDo.of(new ReadLaneFn(opener, bytesBeforePause))
                      .withOutputTags(RAW, TupleTagList.of(DEAD).and(FILES)));
      read.get(RAW).setCoder(RecordBatchCoder.of());
      read.get(DEAD).setCoder(RecordBatchCoder.of());
      read.get(FILES).setCoder(ReadFile.coder());
      return read;
    }

    private PCollection<Lane> lanes(PBegin begin) {
      if (files != null) {
        return begin.apply(
            "Files",
            Create.of(Lane.spread(files, lanes))
                .withCoder(new Lane.LaneCoder())
                .withType(TypeDescriptor.of(Lane.class)));
      }
      return begin
          .apply("Begin", Impulse.create())
          .apply("List files", ParDo.of(new ListFilesFn(paths, lanes)))
          .setCoder(new Lane.LaneCoder());
    }
  }
}
