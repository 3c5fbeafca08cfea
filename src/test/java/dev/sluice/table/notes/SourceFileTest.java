// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.notes;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.store.document.Documents;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceFileTest {
  private static final SourceFile FILE = new SourceFile("/a.csv", 10, 20, 3, "d", "");
  private static final SourceFile LOG = new SourceFile("kafka://h:1/t/0", 10, 0, 3, "id", "", 0L);

  /** A document that names sources. */
  record Names(int version, List<SourceFile> sources) {}

  @Test
  void comesBackFromADocumentWhetherItIsAFileOrALog() {
    byte[] json = Documents.write(new Names(1, List.of(FILE, LOG)));
    Names back = Documents.read(json, Names.class, "names.json", 1);
    assertThat(back.sources(), is(List.of(FILE, LOG)));
    assertThat(back.sources().get(0).isLog(), is(false));
    assertThat(back.sources().get(1).isLog(), is(true));
  }
}
