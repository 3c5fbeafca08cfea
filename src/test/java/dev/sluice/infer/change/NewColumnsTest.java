// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.change;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.intake.InputFile;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewColumnsTest {
  private static final long FAR = 5_000_000_000L;

  /** Of a log that many runs read before, only what is to be read counts. */
  @Test
  void goesByWhatIsThereToReadAndNotByWhereALogStands() {
    InputFile messages = new InputFile("kafka://h:1/t/0", FAR + 3, 0, new InputFile.Log("id", FAR));
    assertThat(NewColumns.isMuch(List.of(messages)), is(false));
    assertThat(NewColumns.isMuch(List.of(new InputFile("/a.csv", FAR, 0))), is(true));
  }
}
