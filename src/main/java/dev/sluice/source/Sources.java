// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source;

import dev.sluice.batch.Given;
import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.RecordBatchCoder;
import dev.sluice.schema.TableSchema;
import dev.sluice.source.format.FileReader;
import dev.sluice.source.format.InputFile;
import dev.sluice.spec.SourceSpec;
import dev.sluice.spec.TableSpec;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;

/** Reads what a table is extracted from. */
public final class Sources {
  /** Rows exactly as the source said; a batch holds rows of one file, its origin. */
  public static final TupleTag<RecordBatch> RAW = new TupleTag<>("raw") {};

  /** Dead letters of stage {@code read}: records that could not be read. */
  public static final TupleTag<RecordBatch> DEAD = new TupleTag<>("dead") {};

  /** Each file, once it was read to its end. */
  public static final TupleTag<ReadFile> FILES = new TupleTag<>("files") {};

  /** Of each file whose records bring their own keys, the columns whose keys were met. */
  static final TupleTag<List<String>> MET = new TupleTag<>("met") {};

  private Sources() {}

  /**
   * Reads the files of a source.
   *
   * @param schema the contract, for sources whose records bring their own names
   */
  public static Read read(String table, SourceSpec source, TableSchema schema) {
    FileReader.Wanted wanted = new FileReader.Wanted(table, source, schema);
    FileReader.Opener opener = (file, at) -> FileReader.open(wanted, file, at);
    return new Read(opener, source.paths(), null, Pace.DEFAULT, new RequireKeys(table, List.of()));
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
    return new Read(opener, files, null, Pace.DEFAULT, new RequireKeys(table.name(), List.of()));
  }

  /**
   * How fast to read.
   *
   * @param lanes how many files at a time
   * @param inFlight after how much a lane lets what it read be worked off
   */
  private record Pace(int lanes, InFlight inFlight) implements Serializable {
    static final Pace DEFAULT = new Pace(2, InFlight.bytes(32L << 20));
  }

  /**
   * Reads files, as many at a time as there are lanes, in memory that does not depend on their
   * size.
   *
   * <p>Bounded. A retry gives the same batches. A file is read in order by one worker.
   */
  public static final class Read extends PTransform<PBegin, PCollectionTuple> {
    private static final long serialVersionUID = 1L;

    private final FileReader.Opener opener;
    private final ArrayList<String> paths;
    private final @Nullable List<InputFile> files;
    private final Pace pace;
    private final RequireKeys keys;

    private Read(
        FileReader.Opener opener,
        List<String> paths,
        @Nullable List<InputFile> files,
        Pace pace,
        RequireKeys keys) {
      this.opener = opener;
      this.paths = new ArrayList<>(paths);
      this.files = files;
      this.pace = pace;
      this.keys = keys;
    }

    /** Reads these files of the source, instead of all that are there when the pipeline runs. */
    public Read ofFiles(List<InputFile> found) {
      return new Read(opener, paths, List.copyOf(found), pace, keys);
    }

    /** Reads so many files at a time. */
    public Read withLanes(int count) {
      return new Read(opener, paths, files, new Pace(count, pace.inFlight()), keys);
    }

    /** Lets what was read be worked off after so much of a lane; at least one batch. */
    public Read within(InFlight bytes) {
      return new Read(opener, paths, files, new Pace(pace.lanes(), bytes), keys);
    }

    /** Fails when no record of any file has the key of one of these columns. */
    public Read requiringKeys(List<String> columns) {
      return new Read(opener, paths, files, pace, keys.of(columns));
    }

    @Override
    public PCollectionTuple expand(PBegin begin) {
      PCollectionTuple read =
          lanes(begin)
              .apply(
                  "Read lanes",
                  ParDo.of(new ReadLaneFn(opener, pace.inFlight()))
                      .withOutputTags(RAW, TupleTagList.of(DEAD).and(FILES).and(MET)));
      read.get(RAW).setCoder(RecordBatchCoder.of());
      read.get(DEAD).setCoder(RecordBatchCoder.of());
      read.get(FILES).setCoder(ReadFile.coder());
      read.get(MET).setCoder(ListCoder.of(StringUtf8Coder.of()));
      if (!keys.isEmpty()) {
        PCollection<Void> unused = read.get(MET).apply("Require keys", keys);
      }
      return read;
    }

    private PCollection<Lane> lanes(PBegin begin) {
      if (files != null) {
        return begin.apply(
            "Files", Given.values(Lane.spread(files, pace.lanes()), new Lane.LaneCoder()));
      }
      return begin
          .apply("Begin", Impulse.create())
          .apply("List files", ParDo.of(new ListFilesFn(paths, pace.lanes())))
          .setCoder(new Lane.LaneCoder());
    }
  }
}
