// SPDX-License-Identifier: Apache-2.0
package dev.sluice.store.object;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of remote files are made once, go when they take too much room, and are never half. */
class LocalCopiesTest {
  private @TempDir Path folder;
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // it wraps around
  private final List<String> opened = new ArrayList<>();

  private LocalCopies copies(long budget) {
    return new LocalCopies(folder, budget, nanos::get);
  }

  private Path fetch(LocalCopies copies, String path) throws IOException {
    return copies.fetch(
        path,
        () -> {
          opened.add(path);
          return new ByteArrayInputStream("0123456789".getBytes(UTF_8));
        });
  }

  private void minutesPass(long minutes) {
    nanos.addAndGet(Duration.ofMinutes(minutes).toNanos());
  }

  @Test
  void fetchesAFileOnce() throws IOException {
    LocalCopies copies = copies(100);
    Path first = fetch(copies, "t/a");
    assertThat(Files.readString(first), is("0123456789"));
    assertThat(fetch(copies, "t/a"), is(first));
    assertThat(opened, is(List.of("t/a")));
  }

  @Test
  void letsThoseUnusedForLongestGoFirst() throws IOException {
    LocalCopies copies = copies(25);
    Path a = fetch(copies, "a");
    minutesPass(1);
    Path b = fetch(copies, "b");
    minutesPass(11);
    Path again = fetch(copies, "a");
    Path c = fetch(copies, "c");
    assertThat(again, is(a));
    assertThat(Files.exists(a), is(true));
    assertThat(Files.exists(b), is(false));
    assertThat(Files.exists(c), is(true));
  }

  @Test
  void keepsWhatMayBeInUseThoughItIsTooMuch() throws IOException {
    LocalCopies copies = copies(5);
    Path a = fetch(copies, "a");
    minutesPass(10);
    Path b = fetch(copies, "b");
    assertThat(Files.exists(a), is(true));
    assertThat(Files.exists(b), is(true));
  }

  @Test
  void leavesNothingOfACopyThatWasCutShort() {
    LocalCopies copies = copies(100);
    InputStream cut =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the line went dead");
          }
        };
    IOException e = assertThrows(IOException.class, () -> copies.fetch("t/a", () -> cut));
    assertThat(e.getMessage(), is("the line went dead"));
    assertThat(folder.resolve("t").toFile().list(), is(new String[0]));
  }

  @Test
  void countsWhatWasWrittenHere() throws IOException {
    LocalCopies copies = copies(15);
    Files.writeString(copies.place("t/own"), "0123456789");
    copies.keep("t/own");
    minutesPass(11);
    Path other = fetch(copies, "other");
    assertThat(Files.exists(folder.resolve("t/own")), is(false));
    assertThat(Files.exists(other), is(true));
  }
}
