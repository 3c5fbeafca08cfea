// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.inbox;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.source.message.Message;
import dev.sluice.spec.receive.InboxSettings;
import dev.sluice.store.Lakes;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Writes the messages of a table into its inbox, those of a short while together, and says when
 * they are there for good: only then may they be acknowledged.
 *
 * <p>A message that came lately, as its id tells, is not written again. What cannot be written is
 * tried again until it is closed; what waits by then is given up, and nobody acknowledges it.
 * Thread-safe.
 */
public final class Landing implements AutoCloseable {
  /** What came within it is written together. */
  private static final Duration LINGER = Duration.ofMillis(200);

  /** The same of a bucket, which takes longer and asks money for each. */
  private static final Duration LINGER_REMOTE = Duration.ofSeconds(1);

  private static final int SEGMENT_MESSAGES = 10_000;
  private static final long SEGMENT_BYTES = 4 << 20;
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final Inbox inbox;
  private final String id;
  private final long most;
  private final long linger;
  private final Clock clock;
  private final RecentIds ids;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Batch> waiting = new ArrayDeque<>();
  private final NavigableMap<Long, Long> unread = new TreeMap<>();
  private final Thread writer;
  private long next;
  private long bytes; // that wait to be written, or to be read
  private long again;
  private long againTold;
  private long last;
  private boolean isClosed;
  private @Nullable PipelineException trouble;

  /** What is written together. */
  private static final class Batch {
    private final List<Message> messages = new ArrayList<>();
    private final CompletableFuture<Void> landed = new CompletableFuture<>();
    private final long since = System.nanoTime();
    private long bytes;

    boolean isFull() {
      return messages.size() >= SEGMENT_MESSAGES || bytes >= SEGMENT_BYTES;
    }
  }

  /**
   * Begins behind what is there.
   *
   * @param position the offset up to which messages are known to have been there, whether or not
   *     they are still, by the id of the inbox
   * @param clock is asked once: that it is set later does not matter
   */
  public Landing(
      Inbox inbox,
      InboxSettings settings,
      boolean isRemote,
      ToLongFunction<String> position,
      Clock clock) {
    this.inbox = inbox;
    this.most = settings.maxUnread();
    this.linger = (isRemote ? LINGER_REMOTE : LINGER).toNanos();
    this.clock = SteadyClock.from(clock);
    this.ids = new RecentIds(settings.dedupeFor());
    this.id = inbox.make();
    List<Long> segments = inbox.segments();
    long read = position.applyAsLong(id);
    this.next = Math.max(read, inbox.end(segments));
    for (int i = 0; i < segments.size(); i++) {
      long end = i + 1 < segments.size() ? segments.get(i + 1) : next;
      if (end > read) {
        long length = inbox.bytes(segments.get(i));
        unread.put(end, length);
        bytes += length;
      }
    }
    remember(segments, clock.millis() - settings.dedupeFor().toMillis());
    this.last = clock.millis();
    this.writer = new Thread(this::write, "inbox " + inbox.path());
    writer.setDaemon(true);
    writer.start();
  }

  /** Those of a table of a lake. */
  public static Landing of(
      String lake, String table, InboxSettings settings, ToLongFunction<String> position) {
    return new Landing(
        Inbox.of(lake, table), settings, Lakes.isRemote(lake), position, Clock.systemUTC());
  }

  /** Learns the ids of segments that are there, from the newest on as far back as is asked. */
  private void remember(List<Long> segments, long since) {
    CompletableFuture<Void> landed = CompletableFuture.completedFuture(null);
    int at = segments.size();
    long messages = 0;
    while (at > 0 && messages < RecentIds.MOST) {
      Segment.Facts facts = inbox.facts(segments.get(at - 1));
      if (facts.received() < since) {
        break;
      }
      messages += facts.count();
      at--;
    }
    for (long first : segments.subList(at, segments.size())) {
      for (Message message : inbox.messages(first)) {
        if (!message.arrival().id().isEmpty()) {
          ids.add(message.arrival().id(), message.arrival().received(), landed);
        }
      }
    }
  }

  /** The id of the inbox. */
  public String id() {
    return id;
  }

  /**
   * Takes messages, all of which land together or came before.
   *
   * @return is done once they all are there for good; fails when they are given up
   */
  public CompletableFuture<Void> land(List<Message> messages) {
    lock.lock();
    try {
      if (isClosed || trouble != null) {
        return CompletableFuture.failedFuture(
            trouble != null ? trouble : new IllegalStateException("The inbox is closed"));
      }
      last = clock.millis();
      Set<CompletableFuture<Void>> all = new LinkedHashSet<>();
      Batch batch = null;
      for (Message message : messages) {
        String own = message.arrival().id();
        CompletableFuture<Void> before = own.isEmpty() ? null : ids.landing(own, last);
        if (before != null) {
          again++;
          all.add(before);
          continue;
        }
        batch = batch == null ? open() : batch;
        batch.messages.add(message);
        batch.bytes += message.bytes();
        bytes += message.bytes();
        all.add(batch.landed);
        if (!own.isEmpty()) {
          ids.add(own, last, batch.landed);
        }
      }
      changed.signalAll();
      return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
    } finally {
      lock.unlock();
    }
  }

  private Batch open() {
    Batch newest = waiting.peekLast();
    if (newest == null || newest.isFull()) {
      newest = new Batch();
      waiting.add(newest);
    }
    return newest;
  }

  /** Whether so much waits to be read that nothing more is to be taken. */
  public boolean isFull() {
    return bytes() >= most;
  }

  /** How many bytes wait to be read. */
  public long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  /** For how long no message came; none at all, since it began. */
  public Duration quiet() {
    lock.lock();
    try {
      return Duration.ofMillis(clock.millis() - last);
    } finally {
      lock.unlock();
    }
  }

  /** How many messages came that had come before, since this was asked last. */
  public long again() {
    lock.lock();
    try {
      long fresh = again - againTold;
      againTold = again;
      return fresh;
    } finally {
      lock.unlock();
    }
  }

  private long total() {
    lock.lock();
    try {
      return again;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Says up to which offset messages were read.
   *
   * @throws PipelineException what ended it before
   */
  public void read(long position) {
    lock.lock();
    try {
      if (trouble != null) {
        throw trouble;
      }
      NavigableMap<Long, Long> done = unread.headMap(position, true);
      bytes -= done.values().stream().mapToLong(each -> each).sum();
      done.clear();
    } finally {
      lock.unlock();
    }
  }

  private void write() {
    long told = 0;
    Batch batch;
    while ((batch = await()) != null) {
      long seen = total();
      byte[] segment = Segment.write(next, batch.messages, seen - told);
      told = seen;
      if (!isLanded(batch, segment)) {
        return;
      }
    }
  }

  /** Waits for messages that are to be written; null when none will be. */
  private @Nullable Batch await() {
    lock.lock();
    try {
      while (!isClosed || !waiting.isEmpty()) {
        Batch oldest = waiting.peekFirst();
        long wait = oldest == null ? Long.MAX_VALUE : oldest.since + linger - System.nanoTime();
        if (oldest != null && (oldest.isFull() || isClosed || wait <= 0)) {
          return waiting.poll();
        }
        long unused = changed.awaitNanos(wait);
      }
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** Whether a batch is there; what comes behind one that may be there has no place. */
  private boolean isLanded(Batch batch, byte[] segment) {
    while (true) {
      try {
        inbox.land(next, segment);
        landed(batch, segment.length);
        return true;
      } catch (IOException e) {
        if (!pause()) {
          boolean unused = batch.landed.completeExceptionally(e);
          return false;
        }
      } catch (PipelineException e) {
        fail(e);
        boolean unused = batch.landed.completeExceptionally(e);
        return false;
      }
    }
  }

  private void landed(Batch batch, long length) {
    lock.lock();
    try {
      next += batch.messages.size();
      unread.put(next, length);
      bytes += length - batch.bytes;
    } finally {
      lock.unlock();
    }
    boolean unused = batch.landed.complete(null);
  }

  private void fail(PipelineException e) {
    List<Batch> given;
    lock.lock();
    try {
      trouble = e;
      given = List.copyOf(waiting);
      waiting.clear();
    } finally {
      lock.unlock();
    }
    given.forEach(each -> each.landed.completeExceptionally(e));
  }

  /** Waits before another attempt; false when there is to be none. */
  private boolean pause() {
    lock.lock();
    try {
      long left = AGAIN.toNanos();
      while (!isClosed && left > 0) {
        left = changed.awaitNanos(left);
      }
      return !isClosed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Writes what came; takes nothing more. */
  @Override
  public void close() {
    lock.lock();
    try {
      isClosed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      writer.join(TimeUnit.SECONDS.toMillis(30));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    fail(new PipelineException(ErrorCode.LAKE_WRITE, "The inbox is closed"));
  }
}
