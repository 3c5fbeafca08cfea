// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.split;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.source.files.position.FilePart;
import dev.sluice.store.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Cuts a text into parts that can be read side by side, in one pass over its bytes.
 *
 * <p>One thread reads and digests, which has to be done in order; the others guess where records
 * begin in each block. A scan in order then goes over no more of a block than it takes to see that
 * a guess is right, and over all of it where none is: so cuts and counts are exact in any text.
 */
public final class TextParts {
  private static final int MOST_BLOCK = 4 << 20;
  private static final int LEAST_BLOCK = 16;

  /** Of a block that is compared with a guess before it is looked whether it is right. */
  private static final int SLICES = 1 << 10;

  private static final int LEAST_SLICE = 4;

  private final InputFile file;
  private final long start;
  private final int blockLength;
  private final Sha256.Growing digest = new Sha256.Growing();
  private final Deque<Future<Guess>> ahead = new ArrayDeque<>();
  private final Cuts cuts;
  private Scan scan;
  private long met;
  private long shift;

  private TextParts(InputFile file, long start, long size, Scan scan) {
    this.file = file;
    this.start = start;
    this.blockLength = (int) Math.max(Math.min(size / 4, MOST_BLOCK), LEAST_BLOCK);
    this.cuts = new Cuts(file, start, size);
    this.scan = scan;
  }

  /**
   * Cuts a file.
   *
   * @param start where its first record begins
   * @param size of each part, about
   */
  public static List<FilePart> of(InputFile file, long start, long size, Scan scan) {
    int helpers = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    ExecutorService pool = Executors.newFixedThreadPool(helpers);
    try (InputStream in = Channels.newInputStream(file.open())) {
      return new TextParts(file, start, size, scan).cut(in, pool, helpers * 2);
    } catch (IOException e) {
      throw file.failure(ErrorCode.FILE_UNREADABLE, "cannot be read: " + e.getMessage(), e);
    } finally {
      List<Runnable> unused = pool.shutdownNow();
    }
  }

  private List<FilePart> cut(InputStream in, ExecutorService pool, int most) throws IOException {
    long position = 0;
    for (byte[] block = in.readNBytes(blockLength);
        block.length > 0;
        block = in.readNBytes(blockLength)) {
      if (!scan.isLost()) {
        int from = (int) Math.min(Math.max(start - position, 0), block.length);
        Guess guess =
            new Guess(block, from, block.length, position + from, scan.from(start), cuts.anew());
        ahead.add(pool.submit(guess::make));
      }
      digest.add(block, 0, block.length);
      position += block.length;
      settle(most);
    }
    settle(0);
    file.requireLength(position);
    file.checkUnchanged();
    return cuts.parts(digest.end());
  }

  /** Takes guesses in order until so many are left. */
  private void settle(int most) {
    while (ahead.size() > most) {
      try {
        take(ahead.remove().get());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("interrupted");
      } catch (ExecutionException e) {
        throw new PipelineException(ErrorCode.INTERNAL, "Cannot cut " + file.path(), e);
      }
    }
  }

  private void take(Guess guess) {
    int slice = Math.max(blockLength / SLICES, LEAST_SLICE);
    met = -1;
    for (int at = guess.from(); at < guess.to() && !scan.isLost(); at += slice) {
      int to = Math.min(at + slice, guess.to());
      long position = guess.position() + at - guess.from();
      scan.block(guess.bytes(), at, to, position, (begin, records) -> meet(guess, begin, records));
      if (met >= 0) {
        cuts.addAll(guess.cuts(), met, shift);
        scan = guess.scan();
        scan.add(shift);
        return;
      }
    }
  }

  private void meet(Guess guess, long begin, long records) {
    cuts.at(begin, records);
    long counted = guess.recordsBefore(begin);
    if (counted >= 0 && met < 0) {
      met = begin;
      shift = records - counted;
    }
  }
}
