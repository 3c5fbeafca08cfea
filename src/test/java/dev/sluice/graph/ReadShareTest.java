// SPDX-License-Identifier: Apache-2.0
package dev.sluice.graph;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.intake.InputFile;
import dev.sluice.source.files.InFlight;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadShareTest {
  /** The last column is by how many what may be in flight is parted. */
  @ParameterizedTest
  @CsvSource({
    "100, 0, 0, 2, 1", // alone
    "1000, 1, 1, 2, 2", // large beside small ones
    "1, 1000, 1, 1, 16", // small
    "100, 100, 0, 1, 2",
    "100, 100, 100, 1, 3",
    "60, 40, 0, 2, 3",
    "0, 0, 0, 1, 1"
  })
  void goesByTheLengthOfFiles(long own, long other, long third, int lanes, int sharers) {
    ReadShare share = ReadShare.of(files(own), List.of(files(own), files(other), files(third)), 16);
    assertThat(share.lanes(), is(lanes));
    assertThat(share.inFlight(), is(new InFlight(128L << 20, 8L << 20, sharers)));
  }

  /** Reading far away is waiting: as many lanes as threads, in the memory of two near ones. */
  @Test
  void readsFarAwayWithEveryThread() {
    List<InputFile> far = List.of(new InputFile("gs://b/a", 100, 0));
    ReadShare alone = ReadShare.of(far, List.of(far), 16);
    assertThat(alone.lanes(), is(16));
    assertThat(alone.inFlight(), is(new InFlight(128L << 20, 8L << 20, 8)));
    ReadShare shared = ReadShare.of(far, List.of(far, files(300)), 16);
    assertThat(shared.lanes(), is(4));
    assertThat(ReadShare.of(far, List.of(far), 1).lanes(), is(2));
  }

  private static List<InputFile> files(long bytes) {
    return List.of(new InputFile("a", bytes / 2, 0), new InputFile("b", bytes - bytes / 2, 0));
  }
}
