// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files;

import dev.sluice.batch.GivenValues;
import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.RecordBatchCoder;
import dev.sluice.fact.Fact;
import dev.sluice.fact.FactCoder;
import dev.sluice.fact.Told;
import dev.sluice.intake.InputFile;
import dev.sluice.intake.NotedFiles;
import dev.sluice.schema.TableSchema;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.keys.RequireKeys;
import dev.sluice.source.files.open.FileReaders;
import dev.sluice.source.files.position.FilePart;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.util.SerializableSupplier;
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

  /** That each file was read to its end. */
  public static final TupleTag<Fact> FACTS = Told.FACTS;

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
    FileReader.Opener opener =
        new FileReader.Opener() {
          @Override
          public FileReader open(FilePart part, RecordPosition at) {
            return FileReaders.open(wanted, part, at);
          }

          @Override
          public List<FilePart> parts(InputFile file, long size) {
            return FileReaders.parts(wanted, file, size);
          }
        };
    RequireKeys none = new RequireKeys(table, List.of());
    return new Read(opener, source.paths(), null, null, new Read.Settings(Pace.DEFAULT, none));
  }

  /**
   * Reads dead letters of a table again, as if their records stood in the source: with its present
   * settings, and with their origin, their row number and their bytes. A record that still cannot
   * be read becomes the same letter again.
   *
   * <p>Each file is counted as read with the letters in it. A letter whose record is not there as a
   * whole fails the run: {@link dev.sluice.letters.record.PayloadFormat#IS_WHOLE} tells them apart
   * before.
   *
   * @param files absolute paths of Parquet files that hold the letters to read, in the columns of
   *     the table {@code dead_letters}
   */
  public static Read letters(TableSpec table, List<String> files) {
    FileReader.Opener opener = (part, at) -> FileReaders.letters(table, part.file(), at);
    RequireKeys none = new RequireKeys(table.name(), List.of());
    return new Read(opener, files, null, null, new Read.Settings(Pace.DEFAULT, none));
  }

  /**
   * Reads files, as many at a time as there are lanes, in memory that does not depend on their
   * size.
   *
   * <p>Bounded. A retry gives the same batches. Rows and dead letters, and their numbers, are those
   * of files that are read from end to end, also where a file is read in parts side by side.
   *
   * <p>Beam's local runner keeps what was read until it is worked off, so lanes hold reading back
   * there; another runner reads as many parts at a time as it has workers for.
   */
  public static final class Read extends PTransform<PBegin, PCollectionTuple> {
    private static final long serialVersionUID = 1L;

    private final FileReader.Opener opener;
    private final ArrayList<String> paths;
    private final @Nullable List<InputFile> files;
    private final @Nullable NotedFiles noted;
    private final Pace pace;
    private final RequireKeys keys;

    private Read(
        FileReader.Opener opener,
        List<String> paths,
        @Nullable List<InputFile> files,
        @Nullable NotedFiles noted,
        Settings settings) {
      this.opener = opener;
      this.paths = new ArrayList<>(paths);
      this.files = files;
      this.noted = noted;
      this.pace = settings.pace();
      this.keys = settings.keys();
    }

    /** How it is read, whatever the files are. */
    private record Settings(Pace pace, RequireKeys keys) {}

    private Read with(Pace other) {
      return new Read(opener, paths, files, noted, new Settings(other, keys));
    }

    /** Reads these files of the source, instead of all that are there when the pipeline runs. */
    public Read ofFiles(List<InputFile> found) {
      return new Read(opener, paths, List.copyOf(found), null, new Settings(pace, keys));
    }

    /** The same, of files that were written down: a graph does not carry very many of them. */
    public Read ofFiles(NotedFiles found) {
      return new Read(opener, paths, null, found, new Settings(pace, keys));
    }

    /** Reads so many files at a time. */
    public Read withLanes(int count) {
      return with(pace.withLanes(count));
    }

    /** Lets what was read be worked off after so much of a lane; at least one batch. */
    public Read within(InFlight bytes) {
      return with(pace.within(bytes));
    }

    /** Leaves it to the runner how much is read at a time, and where. */
    public Read spreadByRunner() {
      return with(pace.ofRunner());
    }

    /** Cuts no file into parts shorter than that. */
    Read withLeastPart(long bytes) {
      return with(pace.withLeastPart(bytes));
    }

    /** Fails when no record of any file has the key of one of these columns. */
    public Read requiringKeys(List<String> columns) {
      return new Read(opener, paths, files, noted, new Settings(pace, keys.of(columns)));
    }

    @Override
    public PCollectionTuple expand(PBegin begin) {
      PCollectionTuple read =
          lanes(begin)
              .apply(
                  "Read lanes",
                  ParDo.of(new ReadLaneFn(opener, pace.inFlight(), keys.table()))
                      .withOutputTags(RAW, TupleTagList.of(DEAD).and(FILES).and(MET)));
      read.get(RAW).setCoder(RecordBatchCoder.of());
      read.get(DEAD).setCoder(RecordBatchCoder.of());
      read.get(FILES).setCoder(ReadFile.coder());
      read.get(MET).setCoder(ListCoder.of(StringUtf8Coder.of()));
      if (!keys.isEmpty()) {
        PCollection<Void> unused = read.get(MET).apply("Require keys", keys);
      }
      return read.and(FACTS, facts(read.get(FILES), keys.table()));
    }

    private static PCollection<Fact> facts(PCollection<ReadFile> files, String table) {
      return files
          .apply(
              "Note files",
              MapElements.into(TypeDescriptor.of(Fact.class)).via(file -> file.fact(table)))
          .setCoder(FactCoder.of());
    }

    private PCollection<Lane> lanes(PBegin begin) {
      PCollection<Lane> whole =
          files != null
              ? begin.apply("Files", GivenValues.values(pace.begin(files), new Lane.LaneCoder()))
              : begin
                  .apply("Begin", Impulse.create())
                  .apply("List files", ParDo.of(new ListFilesFn(list(), pace)))
                  .setCoder(new Lane.LaneCoder());
      PCollection<Lane> lanes =
          spread("Spread files", whole, pace)
              .apply("Cut files", ParDo.of(new CutFilesFn(opener, pace)))
              .setCoder(new Lane.LaneCoder());
      return spread("Spread parts", lanes, pace);
    }

    private SerializableSupplier<List<InputFile>> list() {
      NotedFiles known = noted;
      ArrayList<String> patterns = paths;
      return known != null ? known::files : () -> SourceFiles.list(patterns);
    }

    private static PCollection<Lane> spread(String step, PCollection<Lane> lanes, Pace pace) {
      return pace.isOfRunner() ? lanes.apply(step, Reshuffle.viaRandomKey()) : lanes;
    }
  }
}
