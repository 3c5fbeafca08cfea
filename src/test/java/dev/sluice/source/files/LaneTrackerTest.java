// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.intake.InputFile;
import dev.sluice.source.files.position.FilePart;
import dev.sluice.source.files.position.RecordPosition;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker.Progress;
import org.apache.beam.sdk.transforms.splittabledofn.SplitResult;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

class LaneTrackerTest {
  private static final Lane LANE = lane(100, 100);
  private static final LaneSpan WHOLE = LaneSpan.whole(LANE);

  private static Lane lane(long... bytes) {
    return Lane.ofFiles(
        IntStream.range(0, bytes.length)
            .mapToObj(i -> new InputFile("f" + i, bytes[i], 0))
            .toList());
  }

  private static LanePosition at(int file, long offset) {
    return new LanePosition(file, new RecordPosition(offset, 0, offset / 10, List.of("a")));
  }

  @Test
  void stopsWhereItHasClaimedTo() {
    LaneTracker tracker = new LaneTracker(LANE, WHOLE);
    assertThat(tracker.tryClaim(at(0, 10)), is(true));
    SplitResult<LaneSpan> split = tracker.trySplit(0);
    assertThat(split.getPrimary(), is(new LaneSpan(LanePosition.startOf(0), at(0, 10))));
    assertThat(split.getResidual(), is(new LaneSpan(at(0, 10), LanePosition.startOf(2))));
    assertThat(tracker.tryClaim(at(0, 20)), is(false));
    tracker.checkDone();
    assertThat(tracker.trySplit(0), is(nullValue()));
  }

  @Test
  void isDoneOnlyAtTheEndOfTheLane() {
    LaneTracker tracker = new LaneTracker(LANE, WHOLE);
    assertThat(tracker.tryClaim(at(1, 10)), is(true));
    assertThrows(IllegalStateException.class, tracker::checkDone);
    assertThat(tracker.tryClaim(LanePosition.startOf(2)), is(true));
    tracker.checkDone();
    assertThat(tracker.trySplit(0), is(nullValue()));
  }

  @Test
  void leavesEverythingWhenStoppedBeforeTheFirstClaim() {
    LaneTracker tracker = new LaneTracker(LANE, WHOLE);
    assertThat(tracker.trySplit(0).getResidual(), is(WHOLE));
    tracker.checkDone();
  }

  @Test
  void givesAwayPartsThatWereNotBegun() {
    Lane lane = lane(100, 100, 100, 100);
    LaneTracker tracker = new LaneTracker(lane, LaneSpan.whole(lane));
    assertThat(tracker.tryClaim(at(0, 60)), is(true));
    SplitResult<LaneSpan> split = tracker.trySplit(0.5); // 230 bytes are read by then
    assertThat(
        split.getPrimary(), is(new LaneSpan(LanePosition.startOf(0), LanePosition.startOf(3))));
    assertThat(
        split.getResidual(), is(new LaneSpan(LanePosition.startOf(3), LanePosition.startOf(4))));
    assertThat(tracker.trySplit(0.1).getPrimary().to(), is(LanePosition.startOf(1)));
    assertThat(tracker.trySplit(0.1), is(nullValue()));
    assertThat(tracker.tryClaim(at(1, 10)), is(false));
    assertThrows(IllegalStateException.class, tracker::checkDone);
    assertThat(tracker.tryClaim(LanePosition.startOf(1)), is(true));
    tracker.checkDone();
  }

  @Test
  void keepsThePartThatIsBeingRead() {
    LaneTracker tracker = new LaneTracker(LANE, WHOLE);
    assertThat(tracker.trySplit(0.01).getResidual().from(), is(LanePosition.startOf(1)));
    tracker = new LaneTracker(LANE, WHOLE);
    assertThat(tracker.tryClaim(at(1, 10)), is(true));
    assertThat(tracker.trySplit(0.5), is(nullValue()));
    assertThat(tracker.trySplit(0).getResidual().from(), is(at(1, 10)));
  }

  @Test
  void saysHowMuchIsRead() {
    Lane lane = lane(100, 300);
    LaneTracker tracker = new LaneTracker(lane, LaneSpan.whole(lane));
    assertThat(tracker.getProgress(), is(Progress.from(0, 400)));
    assertThat(tracker.tryClaim(at(1, 50)), is(true));
    assertThat(tracker.getProgress(), is(Progress.from(150, 250)));
    assertThat(tracker.tryClaim(at(1, 900)), is(true)); // of a text that was unpacked
    assertThat(tracker.getProgress(), is(Progress.from(400, 0)));
  }

  @Test
  void spreadsFilesByLengthAndKeepsTheirOrder() {
    List<FilePart> files =
        IntStream.range(0, 9)
            .mapToObj(i -> FilePart.whole(new InputFile("f" + i, i == 4 ? 800 : 100, 0)))
            .toList();
    List<Lane> lanes = Lane.spread(files, 2);
    assertThat(lanes.get(0).parts(), is(List.of(files.get(4))));
    assertThat(lanes.get(1).parts(), hasSize(8));
    assertThat(lanes.get(1).parts().get(7), is(files.get(8)));
    assertThat(Lane.spread(files.subList(0, 1), 5), hasSize(1));
  }

  @Test
  void encodesWhatMovesBetweenWorkers() throws Exception {
    InputFile large = new InputFile("ü", 1L << 40, 3);
    RecordPosition from = new RecordPosition(1L << 30, 0, 7, List.of());
    Lane lane =
        new Lane(
            "id",
            List.of(
                FilePart.whole(new InputFile("a", 1, 2)),
                new FilePart(large, from, 1L << 31, 1L << 33, "abc"),
                new FilePart(large, from, -1, -1, "abc")));
    assertThat(copy(new Lane.LaneCoder(), lane), is(lane));
    LaneSpan span =
        new LaneSpan(
            new LanePosition(1, new RecordPosition(1L << 40, 3, 7, List.of("a", "ü"))), at(2, 0));
    assertThat(copy(new LaneSpan.LaneSpanCoder(), span), is(span));
    ReadFile file = new ReadFile("ü", 1L << 40, 7, 5, "abc", -1);
    assertThat(copy(ReadFile.coder(), file), is(file));
  }

  private static <T> T copy(Coder<T> coder, T value) throws Exception {
    return CoderUtils.clone(coder, value);
  }
}
