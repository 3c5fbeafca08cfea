// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.inbox;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.FoundLog;
import dev.sluice.source.message.Message;
import dev.sluice.source.message.PartitionPath;
import dev.sluice.spec.table.SourceSpec.Received;
import dev.sluice.store.document.DocumentKind;
import dev.sluice.store.document.DocumentStore;
import dev.sluice.store.object.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The messages of a table that were received, as a log: each has an offset, and how far they are
 * committed says the lake's log, as it does of a topic.
 *
 * <p>They lie in segments, files that are there whole or not at all, never change, and are called
 * by the offset of their first message: so of two processes that receive at once, one is refused.
 */
public final class Inbox {
  /** Where inboxes lie, relative to the lake's root. */
  public static final String FOLDER = "_sluice/inbox";

  private static final String ID = "inbox.json";
  private static final String SEGMENT = ".avro";

  private static final Pattern NOTED_ID = Pattern.compile("\\{\"id\":\"([^\"]+)\"\\}");

  private final String lake;
  private final String table;
  private final DocumentStore store;

  private Inbox(String lake, String table) {
    this.lake = lake;
    this.table = table;
    this.store = DocumentStore.of(lake);
  }

  /** That of a table. */
  public static Inbox of(String lake, String table) {
    return new Inbox(lake, table);
  }

  /** That of an origin. */
  static Inbox of(PartitionPath path) {
    return new Inbox(path.address().substring(Received.SCHEME.length()), path.topic());
  }

  /** What the origin of its messages is called. */
  public String path() {
    return new PartitionPath(Received.SCHEME + lake, table, 0).toString();
  }

  private String folder() {
    return FOLDER + "/" + table;
  }

  private String name(long first) {
    return folder() + "/" + String.format(Locale.ROOT, "%020d", first) + SEGMENT;
  }

  /** By which the log knows it; empty of one that nothing was received into. */
  public Optional<String> id() {
    String path = folder() + "/" + ID;
    return read(
        path,
        () -> {
          byte[] json = store.read(path).orElse(null);
          return json == null ? Optional.empty() : Optional.of(id(json));
        });
  }

  private static String id(byte[] json) throws IOException {
    Matcher id = NOTED_ID.matcher(new String(json, StandardCharsets.UTF_8).strip());
    if (!id.matches()) {
      throw new IOException("it holds no id; put it back as it was");
    }
    return id.group(1);
  }

  /** Its id, by which it is from now on. */
  String make() {
    String id = UUID.randomUUID().toString();
    String path = folder() + "/" + ID;
    byte[] json = "{\"id\":\"%s\"}\n".formatted(id).getBytes(StandardCharsets.UTF_8);
    try {
      boolean unused = store.create(DocumentKind.INBOX, path, json);
      return id().orElse(id);
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE, "Cannot write %s/%s: %s".formatted(lake, path, e), e);
    }
  }

  /**
   * What is in it.
   *
   * @param position the offset up to which messages are known to have been there, by its id
   * @return empty of one that nothing was received into
   */
  public Optional<FoundLog> log(ToLongFunction<String> position) {
    Optional<String> id = id();
    if (id.isEmpty()) {
      return Optional.empty();
    }
    List<Long> firsts = segments();
    long head = Math.max(position.applyAsLong(id.get()), end(firsts));
    long earliest = firsts.isEmpty() ? head : firsts.get(0);
    return Optional.of(new FoundLog(path(), 0, id.get(), earliest, earliest, head));
  }

  /** The offset behind the last message that is there; 0 for none. */
  long end(List<Long> segments) {
    return segments.isEmpty() ? 0 : facts(segments.get(segments.size() - 1)).end();
  }

  /** The first offsets of its segments, in their order. */
  List<Long> segments() {
    return read(folder(), () -> store.list(folder())).stream()
        .filter(name -> name.endsWith(SEGMENT))
        .map(name -> Long.parseLong(name.substring(0, name.length() - SEGMENT.length())))
        .sorted()
        .toList();
  }

  Segment.Facts facts(long first) {
    return read(
        name(first),
        () -> {
          try (InputStream in = ObjectStore.of(lake).open(name(first))) {
            return Segment.facts(in);
          }
        });
  }

  List<Message> messages(long first) {
    return read(
        name(first),
        () -> {
          try (InputStream in = ObjectStore.of(lake).open(name(first))) {
            return Segment.read(in);
          }
        });
  }

  /** How many bytes a segment has. */
  long bytes(long first) {
    return read(
        name(first),
        () -> ObjectStore.of(lake).look(name(first)).map(ObjectStore.Item::bytes).orElse(0L));
  }

  /**
   * Writes a segment; it is there for good when the call returns. To be called again with the same
   * when it fails.
   *
   * @throws PipelineException ALREADY_RUNNING when another process wrote one of that offset
   * @throws IOException when nobody knows whether it is there
   */
  void land(long first, byte[] segment) throws IOException {
    String path = name(first);
    if (store.create(DocumentKind.INBOX, path, segment)) {
      return;
    }
    Optional<byte[]> there = store.read(path);
    if (there.isPresent() && !Arrays.equals(there.get(), segment)) {
      throw new PipelineException(
          ErrorCode.ALREADY_RUNNING,
          "Another process receives the messages of table %s into %s/%s. Stop one of the two; what neither acknowledged comes again."
              .formatted(table, lake, folder()));
    }
    ObjectStore.of(lake).sync(List.of(path));
  }

  /**
   * Removes segments of which nobody has a use any more.
   *
   * @param position the offset behind the last message that is committed for good
   * @param before milliseconds since 1970: the ids of later messages must stay known
   * @param isHeld whether messages from an offset up to another may have to be read again
   */
  public void sweep(long position, long before, BiPredicate<Long, Long> isHeld) {
    List<Long> segments = segments();
    for (int i = 0; i < segments.size() && segments.get(i) < position; i++) {
      Segment.Facts facts = facts(segments.get(i));
      if (facts.end() > position || facts.received() >= before) {
        return;
      }
      if (!isHeld.test(facts.first(), facts.end())) {
        remove(facts.first());
      }
    }
  }

  private void remove(long first) {
    try {
      store.remove(name(first));
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE, "Cannot remove %s/%s: %s".formatted(lake, name(first), e), e);
    }
  }

  /** The offset of the segment that holds a message; empty where none does. */
  static OptionalLong holder(List<Long> segments, long offset) {
    return segments.stream().mapToLong(first -> first).filter(first -> first <= offset).max();
  }

  /** What is read of a lake. */
  private interface Look<T> {
    T read() throws IOException;
  }

  private <T> T read(String path, Look<T> look) {
    try {
      return look.read();
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "Cannot read %s/%s: %s".formatted(lake, path, e), e);
    }
  }
}
