// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import dev.sluice.batch.RecordBatch;
import dev.sluice.intake.InputFile;
import dev.sluice.source.files.avro.Read;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.open.FileReaders;
import dev.sluice.source.files.position.FilePart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.transforms.DoFn.MultiOutputReceiver;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.transforms.DoFn.ProcessContinuation;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.splittabledofn.SplitResult;
import org.apache.beam.sdk.values.OutputBuilder;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadLaneFnTest {
  private static final FileReader.Wanted WANTED = Read.wanted(Read.csv());
  private static final FileReader.Opener OPENER = (part, at) -> FileReaders.open(WANTED, part, at);

  @TempDir Path folder;

  /** What was read, in no order. */
  private static final class Collected implements MultiOutputReceiver {
    private final List<String> rows = new ArrayList<>();
    private final List<String> dead = new ArrayList<>();
    private final List<ReadFile> files = new ArrayList<>();

    @Override
    public <T> OutputReceiver<T> get(TupleTag<T> tag) {
      return new OutputReceiver<>() {
        @Override
        public void output(T value) {
          take(tag, value);
        }

        @Override
        public OutputBuilder<T> builder(T value) {
          throw new UnsupportedOperationException();
        }
      };
    }

    private void take(TupleTag<?> tag, Object value) {
      if (tag.equals(Sources.RAW)) {
        rows.addAll(Read.rows((RecordBatch) value));
      } else if (tag.equals(Sources.DEAD)) {
        dead.addAll(Read.dead((RecordBatch) value));
      } else if (tag.equals(Sources.FILES)) {
        files.add((ReadFile) value);
      }
    }

    @Override
    public <T> OutputReceiver<Row> getRowReceiver(TupleTag<T> tag) {
      throw new UnsupportedOperationException();
    }
  }

  /** A runner that stops a lane, or gives some of it away, whenever it likes. */
  private static final class Runner extends RestrictionTracker<LaneSpan, LanePosition> {
    private final Random random;
    private final Deque<LaneSpan> waiting = new ArrayDeque<>();
    private LaneTracker tracker =
        new LaneTracker(Lane.ofFiles(List.of()), new LaneSpan(START, START));
    private int splits;

    private static final LanePosition START = LanePosition.startOf(0);

    Runner(Random random) {
      this.random = random;
    }

    void run(Lane lane, ReadLaneFn fn, Collected out) {
      waiting.add(LaneSpan.whole(lane));
      while (!waiting.isEmpty()) {
        tracker = new LaneTracker(lane, waiting.remove());
        ProcessContinuation end = fn.read(lane, this, out);
        if (end.shouldResume()) {
          split(0);
        }
        tracker.checkDone();
      }
    }

    private void split(double fraction) {
      SplitResult<LaneSpan> split = tracker.trySplit(fraction);
      if (split != null) {
        waiting.add(split.getResidual());
        splits++;
      }
    }

    @Override
    public boolean tryClaim(LanePosition position) {
      if (random.nextInt(3) == 0) {
        split(random.nextInt(3) == 0 ? 0 : random.nextDouble());
      }
      return tracker.tryClaim(position);
    }

    @Override
    public LaneSpan currentRestriction() {
      return tracker.currentRestriction();
    }

    @Override
    public SplitResult<LaneSpan> trySplit(double fraction) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void checkDone() {
      tracker.checkDone();
    }

    @Override
    public IsBounded isBounded() {
      return IsBounded.BOUNDED;
    }
  }

  private Collected read(List<FilePart> parts, Random random, int leastSplits) {
    ReadLaneFn fn = new ReadLaneFn(OPENER, InFlight.bytes(20_000), "t");
    fn.setup();
    try {
      Collected out = new Collected();
      Runner runner = new Runner(random);
      runner.run(Lane.of(parts), fn, out);
      assertThat(runner.splits, is(greaterThan(leastSplits)));
      return out;
    } finally {
      fn.teardown();
    }
  }

  @Test
  void readsTheSameHoweverTheRunnerSplitsALane() throws IOException {
    StringBuilder text = new StringBuilder("a,b\n");
    for (int i = 1; i <= 40_000; i++) {
      text.append(i % 1000 == 0 ? "lone" : i + ",\"x\ny\"").append("\r\n");
    }
    InputFile file = Read.input(Files.writeString(folder.resolve("one.csv"), text));
    Read whole = Read.of(WANTED.source(), Path.of(file.path()));
    List<FilePart> parts = FileReaders.parts(WANTED, file, 40_000);
    assertThat(parts.size(), is(greaterThan(10)));
    long seed = Long.getLong("sluice.seed", System.nanoTime());
    for (int round = 0; round < 5; round++) {
      Collected read = read(parts, new Random(seed + round), 5);
      String about = "seed " + seed + ", round " + round;
      assertThat(about, sorted(read.rows), is(sorted(whole.rows())));
      assertThat(about, sorted(read.dead), is(sorted(whole.dead())));
      assertThat(
          about,
          read.files,
          contains(
              new ReadFile(file.path(), file.bytes(), file.modified(), 40_000, file.digest(), -1)));
    }
  }

  private static List<String> sorted(List<String> rows) {
    return rows.stream().sorted().toList();
  }
}
