// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.stream;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.store.Lakes;
import dev.sluice.store.object.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Lets one stream at a time run on a lake.
 *
 * <p>On this machine it is held as long as its process lives, and a second stream is refused. In a
 * bucket nothing ends with a process: there a stream leaves its mark in the place of any other's,
 * and one that finds another's mark ends. So a stream that was killed hinders nobody, and of two
 * the later goes on.
 */
final class StreamLock implements AutoCloseable {
  private static final String PATH = "_sluice/stream/.lock";

  private final String lake;
  private final String mark;
  private final ObjectStore.Claim claim;

  private StreamLock(String lake, String mark, ObjectStore.Claim claim) {
    this.lake = lake;
    this.mark = mark;
    this.claim = claim;
  }

  /**
   * Takes the lock.
   *
   * @throws PipelineException ALREADY_RUNNING when another stream of this machine holds it
   */
  static StreamLock take(PipelineSpec spec) {
    String lake = spec.lake();
    try {
      if (Lakes.isRemote(lake)) {
        return marked(lake);
      }
      if (isHeld(lake).orElse(false)) {
        throw new PipelineException(
            ErrorCode.ALREADY_RUNNING,
            "Another stream runs on the lake %s. Stop it first, or give this one another `lake`; nothing was changed."
                .formatted(lake));
      }
      return new StreamLock(lake, "", ObjectStore.of(lake).claim(PATH));
    } catch (IOException e) {
      throw unwritten(lake, e);
    }
  }

  private static StreamLock marked(String lake) throws IOException {
    String mark = UUID.randomUUID() + " " + Instant.now().truncatedTo(ChronoUnit.SECONDS);
    ObjectStore store = ObjectStore.of(lake);
    store.replace(Map.of(PATH, mark.getBytes(StandardCharsets.UTF_8)));
    return new StreamLock(
        lake,
        mark,
        () -> {
          if (said(lake).equals(mark)) {
            store.remove(PATH);
          }
        });
  }

  /** The mark that is there; empty for none. */
  private static String said(String lake) throws IOException {
    try (InputStream in = ObjectStore.of(lake).open(PATH)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /**
   * To be called before each epoch: in a bucket it asks for one object.
   *
   * @throws PipelineException ALREADY_RUNNING when another stream began since
   */
  void require() {
    if (mark.isEmpty()) {
      return;
    }
    String said;
    try {
      said = said(lake);
    } catch (IOException e) {
      throw unread(lake, e);
    }
    if (!said.isEmpty() && !said.equals(mark)) {
      throw new PipelineException(
          ErrorCode.ALREADY_RUNNING,
          "Another stream, or a run that receives, began on the lake %s at %s, and this one ends: what it had not committed, the other takes in. Let one at a time run on a lake."
              .formatted(lake, said.substring(said.indexOf(' ') + 1)));
    }
  }

  /** Whether a process holds the lock; empty of a lake in a bucket. */
  static Optional<Boolean> isHeld(String lake) {
    if (Lakes.isRemote(lake)) {
      return Optional.empty();
    }
    try {
      return Optional.of(ObjectStore.of(lake).isClaimed(PATH));
    } catch (IOException e) {
      throw unread(lake, e);
    }
  }

  private static PipelineException unread(String lake, IOException e) {
    return new PipelineException(
        ErrorCode.LAKE_READ, "Cannot read %s/%s: %s".formatted(lake, PATH, e), e);
  }

  private static PipelineException unwritten(String lake, IOException e) {
    return new PipelineException(
        ErrorCode.LAKE_WRITE, "Cannot write to the lake " + lake + ": " + e, e);
  }

  @Override
  public void close() {
    try {
      claim.release();
    } catch (IOException e) {
      throw unwritten(lake, e);
    }
  }
}
