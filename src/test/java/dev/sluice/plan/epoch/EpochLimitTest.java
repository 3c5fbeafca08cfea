// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan.epoch;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.intake.InputFile;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EpochLimitTest {
  private static InputFile file(String path, long bytes, long modified) {
    return new InputFile(path, bytes, modified);
  }

  private static List<String> taken(long limit, Set<String> known, InputFile... files) {
    return new EpochLimit(limit).of(List.of(files), known).stream().map(InputFile::path).toList();
  }

  @Test
  void takesTheOldestFilesInTheirOrder() {
    InputFile[] files = {file("a", 5, 30), file("b", 5, 10), file("c", 5, 10), file("d", 5, 20)};
    assertThat(taken(20, Set.of(), files), is(List.of("a", "b", "c", "d")));
    assertThat(taken(19, Set.of(), files), is(List.of("b", "c", "d")));
    assertThat(taken(10, Set.of(), files), is(List.of("b", "c")));
    assertThat(taken(9, Set.of(), files), is(List.of("b")));
  }

  @Test
  void takesAFileThatIsLongerThanTheLimit() {
    assertThat(
        taken(1, Set.of(), file("a", 5, 2), file("b", 5, 1), file("c", 5, 3)), is(List.of("b")));
  }

  @Test
  void countsNothingOfFilesThatAreKnown() {
    assertThat(
        taken(5, Set.of("a", "c"), file("a", 9, 3), file("b", 5, 2), file("c", 9, 1)),
        is(List.of("a", "b", "c")));
    assertThat(
        taken(5, Set.of("a"), file("a", 9, 3), file("b", 5, 2), file("c", 9, 1)),
        is(List.of("a", "c")));
    assertThat(taken(5, Set.of()), is(List.of()));
  }
}
