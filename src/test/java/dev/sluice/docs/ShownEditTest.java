// SPDX-License-Identifier: Apache-2.0
package dev.sluice.docs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShownEditTest {
  private static final String FILE =
      """
      name: shop
      tables:
        a:
          key: [x]  # why
        b:
          key: [x]
      publish: {approve: auto}
      """;

  @Test
  void replacesTheLineOfAKey() {
    assertThat(
        ShownEdit.apply(FILE, List.of("publish: {approve: manual}")),
        is(FILE.replace("auto", "manual")));
  }

  @Test
  void putsNewLinesBehindTheOneShownBeforeThem() {
    assertThat(
        ShownEdit.apply(
            FILE, List.of("tables:", "  b:", "    key: [x]", "    rules:", "      - x > 0")),
        is(
            FILE.replace(
                "  b:\n    key: [x]\n", "  b:\n    key: [x]\n    rules:\n      - x > 0\n")));
  }

  @Test
  void keepsCommentsOfLinesThatStay() {
    assertThat(
        ShownEdit.apply(FILE, List.of("tables:", "  a:", "    key: [x]", "    load: merge")),
        is(FILE.replace("# why\n", "# why\n    load: merge\n")));
  }

  @Test
  void addsAKeyOfThePipelineAtItsEnd() {
    assertThat(ShownEdit.apply(FILE, List.of("shards: 2")), is(FILE + "shards: 2\n"));
  }
}
