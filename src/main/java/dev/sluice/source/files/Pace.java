// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files;

import dev.sluice.intake.InputFile;
import dev.sluice.source.files.position.FilePart;
import java.io.Serializable;
import java.util.List;

/**
 * How much is read at a time.
 *
 * @param lanes how many parts of files at a time; 0 leaves that to the runner
 * @param inFlight after how much a lane lets what it read be worked off
 * @param leastPart the length below which no file is cut into parts
 */
record Pace(int lanes, InFlight inFlight, long leastPart) implements Serializable {
  private static final long MOST_PART = 128L << 20;

  /** Of a lane, so that one that is done early does not leave the others alone for long. */
  private static final int PARTS = 2;

  /** Of a lane on a runner that may give some of it to another worker. */
  private static final int PARTS_TO_GIVE = 8;

  static final Pace DEFAULT = new Pace(2, InFlight.bytes(32L << 20), 16L << 20);

  Pace withLanes(int count) {
    return new Pace(count, inFlight, leastPart);
  }

  Pace within(InFlight bytes) {
    return new Pace(lanes, bytes, leastPart);
  }

  Pace withLeastPart(long bytes) {
    return new Pace(lanes, inFlight, bytes);
  }

  /** The pace on a runner that holds back by itself what it cannot work off. */
  Pace ofRunner() {
    return new Pace(0, InFlight.bytes(Long.MAX_VALUE), leastPart);
  }

  boolean isOfRunner() {
    return lanes == 0;
  }

  /** Lanes of whole files, to be cut: a lane for all where their lengths have to be compared. */
  List<Lane> begin(List<InputFile> files) {
    if (isOfRunner()) {
      return files.stream().map(file -> Lane.ofFiles(List.of(file))).toList();
    }
    return files.isEmpty() ? List.of() : List.of(Lane.ofFiles(files));
  }

  /**
   * The length of the parts a file is cut into; its own when it stays whole: cutting costs a pass
   * over it, in vain where whole files can be spread as evenly.
   *
   * @param all the length of all files that are read side by side
   */
  long partOf(long file, long all) {
    if (isOfRunner()) {
      return file <= leastPart * PARTS_TO_GIVE ? file : leastPart;
    }
    if (file <= all / lanes) {
      return file;
    }
    return Math.min(Math.max(file / lanes / PARTS, leastPart), MOST_PART);
  }

  List<Lane> spread(List<FilePart> parts) {
    return isOfRunner() ? Lane.group(parts, PARTS_TO_GIVE) : Lane.spread(parts, lanes);
  }
}
