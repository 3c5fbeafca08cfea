// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.inbox;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.FoundLog;
import dev.sluice.source.message.Message;
import dev.sluice.spec.receive.InboxSettings;
import dev.sluice.spec.topic.TopicReading.Gap;
import dev.sluice.spec.topic.TopicReading.Tombstones;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InboxTest {
  private static final long NOW = Instant.parse("2026-11-30T12:00:00Z").toEpochMilli();
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long MINUTE = HOUR / 60;

  private @TempDir Path lake;
  private Inbox inbox;

  @BeforeEach
  void open() {
    inbox = Inbox.of(lake.toString(), "t");
  }

  private Landing landing(long now, long position) {
    return landing(now, position, 1 << 30);
  }

  private Landing landing(long now, long position, long most) {
    InboxSettings settings =
        new InboxSettings(Duration.ofHours(1), most, 1 << 20, Gap.FAIL, Tombstones.DEAD_LETTER);
    AtomicLong clock = new AtomicLong(now);
    return new Landing(inbox, settings, false, id -> position, by(clock));
  }

  private static Clock by(AtomicLong millis) {
    return new Clock() {
      @Override
      public Instant instant() {
        return Instant.ofEpochMilli(millis.get());
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {-5, 5})
  void knowsMessagesThatCameLatelyWhenTheClockJumps(long hours) {
    InboxSettings settings =
        new InboxSettings(Duration.ofHours(1), 1 << 30, 1 << 20, Gap.FAIL, Tombstones.DEAD_LETTER);
    AtomicLong clock = new AtomicLong(NOW);
    try (Landing landing = new Landing(inbox, settings, false, id -> 0, by(clock))) {
      landing.land(List.of(message("a", NOW))).join();
      long later = clock.addAndGet(Duration.ofHours(hours).toMillis());
      landing.land(List.of(message("a", later), message("b", later))).join();
      assertThat(landing.quiet().toHours(), is(0L));
    }
    assertThat(landed(), is(List.of("0 a", "1 b")));
  }

  private static Message message(String id, long received) {
    byte[] value = ("{\"id\": \"" + id + "\"}").getBytes(StandardCharsets.UTF_8);
    byte[] key = {1, 0};
    return new Message(
        -1,
        received - 5,
        key,
        value,
        List.of(new Message.Header("h", null), new Message.Header("h", new byte[] {-1})),
        new Message.Arrival(id, received, "/t"));
  }

  private List<String> landed() {
    List<String> all = new ArrayList<>();
    for (long first : inbox.segments()) {
      for (Message message : inbox.messages(first)) {
        all.add(message.offset() + " " + message.arrival().id());
      }
    }
    return all;
  }

  private void land(long now, String... ids) {
    try (Landing landing = landing(now, 0)) {
      for (String id : ids) {
        landing.land(List.of(message(id, now))).join();
      }
    }
  }

  /** As a broken disk may leave it; a power cut does not. */
  @ParameterizedTest
  @ValueSource(ints = {0, 3, 100, 500})
  void saysWhichSegmentIsBroken(int bytes) throws IOException {
    String[] ids = new String[20];
    Arrays.setAll(ids, i -> "id-" + i);
    land(NOW, ids);
    Path segment = lake.resolve("_sluice/inbox/t/%020d.avro".formatted(0));
    byte[] content = Files.readAllBytes(segment);
    Files.write(segment, Arrays.copyOf(content, Math.min(bytes, content.length - 1)));
    PipelineException broken =
        assertThrows(
            PipelineException.class,
            () -> {
              inbox.facts(0);
              inbox.messages(0);
            });
    assertThat(broken.code(), is(ErrorCode.LAKE_READ));
    assertThat(broken.getMessage(), containsString(String.valueOf(segment.getFileName())));
  }

  @Test
  void saysThatItsIdIsBroken() throws IOException {
    land(NOW, "a");
    for (String content : List.of("", "{", "{}", "[]")) {
      Files.writeString(lake.resolve("_sluice/inbox/t/inbox.json"), content);
      PipelineException broken = assertThrows(PipelineException.class, () -> inbox.id());
      assertThat(broken.code(), is(ErrorCode.LAKE_READ));
      assertThat(broken.getMessage(), containsString("_sluice/inbox/t/inbox.json"));
    }
  }

  @Test
  void givesBackAllThatIsKnownOfAMessage() {
    land(NOW, "a");
    Message read = inbox.messages(0).get(0);
    assertThat(read.timestamp(), is(NOW - 5));
    assertThat(read.key(), is(new byte[] {1, 0}));
    assertThat(new String(read.value(), StandardCharsets.UTF_8), is("{\"id\": \"a\"}"));
    assertThat(read.headers().get(0).value() == null, is(true));
    assertThat(read.headers().get(1).value(), is(new byte[] {-1}));
    assertThat(read.arrival(), is(new Message.Arrival("a", NOW, "/t")));
  }

  @Test
  void goesOnBehindWhatIsThereAndBehindWhatWasThere() {
    land(NOW, "a", "b");
    land(NOW, "c");
    assertThat(landed(), is(List.of("0 a", "1 b", "2 c")));
    FoundLog log = inbox.log(id -> 1).orElseThrow();
    assertThat(List.of(log.earliest(), log.head()), is(List.of(0L, 3L)));

    inbox.sweep(3, NOW + 1, (from, to) -> false);
    assertThat(landed(), is(List.of()));
    FoundLog swept = inbox.log(id -> 3).orElseThrow();
    assertThat(List.of(swept.earliest(), swept.head()), is(List.of(3L, 3L)));
    try (Landing landing = landing(NOW, 3)) {
      landing.land(List.of(message("d", NOW))).join();
    }
    assertThat(landed(), is(List.of("3 d")));
    assertThat(swept.id(), is(log.id()));
  }

  @Test
  void keepsAMessageOnceForAsLongAsItsIdIsKnown() {
    land(NOW, "a", "a", "b");
    assertThat(landed(), is(List.of("0 a", "1 b")));
    land(NOW + HOUR - MINUTE, "a");
    assertThat(landed(), is(List.of("0 a", "1 b")));
    land(NOW + HOUR + 1, "b");
    assertThat(landed(), is(List.of("0 a", "1 b", "2 b")));
    try (Landing landing = landing(NOW + HOUR + 2, 0)) {
      landing.land(List.of(message("b", NOW), message("", NOW), message("", NOW))).join();
      assertThat(landing.again(), is(1L));
      assertThat(landing.again(), is(0L));
    }
    assertThat(landed(), is(List.of("0 a", "1 b", "2 b", "3 ", "4 ")));
    assertThat(inbox.facts(3).again(), is(1L));
  }

  @Test
  void removesNothingThatMayBeReadAgainOrWhoseIdsMustBeKnown() {
    land(NOW, "a");
    land(NOW + 1, "b");
    land(NOW + 2, "c");
    land(NOW + 3, "d");
    inbox.sweep(0, NOW + HOUR, (from, to) -> false);
    inbox.sweep(4, NOW, (from, to) -> false);
    assertThat(landed(), is(List.of("0 a", "1 b", "2 c", "3 d")));
    inbox.sweep(3, NOW + HOUR, (from, to) -> from == 1 && to == 2);
    assertThat(landed(), is(List.of("1 b", "3 d")));
    inbox.sweep(4, NOW + 3, (from, to) -> false);
    assertThat(landed(), is(List.of("3 d")));
  }

  @Test
  void takesNoMoreThanMayWaitAndTakesAgainWhatWasRead() {
    try (Landing landing = landing(NOW, 0, 300)) {
      assertThat(landing.isFull(), is(false));
      landing.land(List.of(message("a", NOW))).join();
      assertThat(landing.isFull(), is(true));
      landing.read(1);
      assertThat(landing.bytes(), is(0L));
    }
    try (Landing landing = landing(NOW, 0, 300)) {
      assertThat(landing.bytes(), is(inbox.bytes(0)));
    }
  }

  @Test
  void endsWhereAnotherProcessReceivesToo() {
    try (Landing first = landing(NOW, 0);
        Landing other = landing(NOW, 0)) {
      first.land(List.of(message("a", NOW))).join();
      CompletionException refused =
          assertThrows(
              CompletionException.class, () -> other.land(List.of(message("b", NOW))).join());
      assertThat(((PipelineException) refused.getCause()).code(), is(ErrorCode.ALREADY_RUNNING));
      assertThrows(PipelineException.class, () -> other.read(0));
    }
    assertThat(landed(), is(List.of("0 a")));
  }
}
