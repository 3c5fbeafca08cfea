// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files;

import dev.sluice.batch.RecordBatch;
import dev.sluice.fact.meter.StepMeter;
import dev.sluice.intake.InputFile;
import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.position.FilePart;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.DoFn.BoundedPerElement;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;

/**
 * Reads the parts of a lane, and pauses after a while so that what was read can be worked off: a
 * runner without back-pressure would otherwise hold all of it.
 */
@BoundedPerElement
final class ReadLaneFn extends DoFn<Lane, RecordBatch> {
  private static final long serialVersionUID = 1L;

  private final FileReader.Opener opener;
  private final InFlight inFlight;
  private final StepMeter meter;
  private final ParkedReaders parked = new ParkedReaders();
  private transient long bytesBeforePause;

  ReadLaneFn(FileReader.Opener opener, InFlight inFlight, String table) {
    this.opener = opener;
    this.inFlight = inFlight;
    this.meter = StepMeter.of("Read " + table);
  }

  @Setup
  public void setup() {
    bytesBeforePause = inFlight.share();
    parked.open();
  }

  @Teardown
  public void teardown() {
    parked.close();
  }

  @ProcessElement
  public ProcessContinuation read(
      @Element Lane lane,
      RestrictionTracker<LaneSpan, LanePosition> tracker,
      MultiOutputReceiver out) {
    LaneReader reader = reader(lane, tracker.currentRestriction().from());
    try (StepMeter.Turn turn = meter.begin()) {
      return read(reader, lane, tracker, new Output(out, turn));
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  private LaneReader reader(Lane lane, LanePosition from) {
    LaneReader waiting = parked.take(lane, from);
    return waiting != null ? waiting : new LaneReader(opener, lane, from);
  }

  /** Where chunks go, and who counts them. */
  private record Output(MultiOutputReceiver to, StepMeter.Turn turn) {}

  private ProcessContinuation read(
      LaneReader reader,
      Lane lane,
      RestrictionTracker<LaneSpan, LanePosition> tracker,
      Output out) {
    long bytes = 0;
    while (reader.hasNext()) {
      if (bytes >= bytesBeforePause) {
        parked.park(lane, reader);
        return ProcessContinuation.resume();
      }
      if (!tracker.tryClaim(reader.afterNext())) {
        parked.park(lane, reader);
        return ProcessContinuation.stop();
      }
      Chunk chunk = reader.peek();
      long dead = chunk.dead() == null ? 0 : chunk.dead().rows();
      out.turn().did(dead + (chunk.rows() == null ? 0 : chunk.rows().rows()), chunk.bytes());
      out.turn().found(dead);
      bytes += output(reader, out.to());
      reader.advance();
    }
    return ProcessContinuation.stop();
  }

  private static long output(LaneReader reader, MultiOutputReceiver out) {
    FilePart part = reader.part();
    InputFile file = part.file();
    Chunk chunk = reader.peek();
    if (chunk.rows() != null) {
      out.get(Sources.RAW).output(chunk.rows());
    }
    if (chunk.dead() != null) {
      out.get(Sources.DEAD).output(chunk.dead());
    }
    if (chunk.isLast()) {
      out.get(Sources.MET).output(chunk.end().columns());
    }
    if (chunk.isLast() && part.isLast()) {
      out.get(Sources.FILES)
          .output(
              new ReadFile(
                  file.path(),
                  file.bytes(),
                  file.modified(),
                  chunk.end().records(),
                  reader.digest(),
                  file.log() == null ? -1 : file.from()));
    }
    return chunk.bytes();
  }

  @GetInitialRestriction
  public LaneSpan whole(@Element Lane lane) {
    return LaneSpan.whole(lane);
  }

  @NewTracker
  public LaneTracker track(@Element Lane lane, @Restriction LaneSpan span) {
    return new LaneTracker(lane, span);
  }

  @GetRestrictionCoder
  public Coder<LaneSpan> spanCoder() {
    return new LaneSpan.LaneSpanCoder();
  }

  @GetSize
  public double size(@Element Lane lane, @Restriction LaneSpan span) {
    return lane.bytesBefore(span.to()) - lane.bytesBefore(span.from());
  }
}
