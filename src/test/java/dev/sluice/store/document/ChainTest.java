// SPDX-License-Identifier: Apache-2.0
package dev.sluice.store.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.store.document.Chain.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChainTest {
  private @TempDir Path lake;
  private Chain<Note> chain;

  /** A document without a seal: {@code NUMBER PREVIOUS}. */
  private record Note(long number, String previous) implements Chain.Link {
    static Note parse(byte[] text, String name) {
      String[] parts = new String(text, UTF_8).split(" ", 2);
      return new Note(Long.parseLong(parts[0]), parts[1]);
    }
  }

  @BeforeEach
  void write() throws IOException {
    chain = new Chain<>(lake.toString(), "notes", DocumentKind.DISCARD, Note::parse);
    Files.createDirectories(lake.resolve("notes"));
    String previous = "";
    for (int number = 1; number <= 3; number++) {
      previous = put(number, number + " " + previous);
    }
    Files.writeString(lake.resolve("notes/.000004.json.tmp"), "half");
  }

  private String put(int number, String text) throws IOException {
    Files.writeString(lake.resolve(chain.path(number)), text);
    return Documents.digest(text.getBytes(UTF_8));
  }

  @Test
  void readsWhatFollowsOneAnother() {
    assertThat(
        chain.all().stream().map(each -> each.document().number()).toList(),
        is(List.of(1L, 2L, 3L)));
    assertThat(chain.head(), is(chain.newest()));
    assertThat(chain.head().map(Entry::document), is(chain.at(3).map(Entry::document)));
  }

  @Test
  void findsNothingWhereNothingIs() {
    Chain<Note> none = new Chain<>(lake.toString(), "none", DocumentKind.DISCARD, Note::parse);
    assertThat(none.all(), is(List.of()));
    assertThat(none.head(), is(Optional.empty()));
    assertThat(none.newest(), is(Optional.empty()));
  }

  @Test
  void readsOnlyTheLastTwoForWhatIsToFollow() throws IOException {
    put(1, "broken");
    assertThat(chain.head().orElseThrow().document().number(), is(3L));
    put(2, "2 other");
    assertThat(trouble(chain::head), containsString("notes/000003.json does not follow"));
  }

  @Test
  void saysWhichDocumentIsMissing() throws IOException {
    Files.delete(lake.resolve("notes/000002.json"));
    String message = "notes/000002.json is missing, though 000003.json follows";
    assertThat(trouble(chain::all), containsString(message));
    assertThat(trouble(chain::head), containsString(message));
  }

  @Test
  void saysWhichDocumentWasCopiedIn() throws IOException {
    put(2, "3 x");
    assertThat(trouble(chain::all), containsString("notes/000002.json does not follow"));
  }

  private static String trouble(Supplier<?> asked) {
    PipelineException trouble = assertThrows(PipelineException.class, asked::get);
    assertThat(trouble.code(), is(ErrorCode.MANIFEST_INVALID));
    return String.valueOf(trouble.getMessage());
  }
}
