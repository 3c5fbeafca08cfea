// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.message;

import dev.sluice.intake.InputFile;
import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.source.message.MessageReader.Piece;
import dev.sluice.spec.table.SourceSpec.MessageLog;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/**
 * Reads a log from one offset to another, in batches of about 10,000 messages.
 *
 * <p>Offsets without a message count as read.
 */
public final class LogReader implements FileReader {
  /** Of so many messages a block is one, whatever their bytes. */
  public static final int BLOCK_MESSAGES = 10_000;

  /** Of so many bytes a block is one, however few its messages. */
  public static final long BLOCK_BYTES = 6 << 20;

  private final InputFile file;
  private final Fetch log;
  private final MessageReader messages;
  private final Deque<Piece> pieces = new ArrayDeque<>();
  private long fetched;
  private long done;
  private long records;

  /** Gets messages of a log, in the order of their offsets. */
  public interface Fetch extends AutoCloseable {
    /** Gets a block of messages, none behind the end; waits until there is one. */
    Block next(long from);

    @Override
    void close();
  }

  /**
   * Messages that follow one another.
   *
   * @param end the offset behind all that was looked at
   */
  public record Block(List<Message> messages, long end) {}

  /**
   * A reader of what a run takes in of a log.
   *
   * @param at where it begins
   */
  public LogReader(Wanted wanted, MessageLog source, InputFile file, RecordPosition at, Fetch log) {
    this.file = file;
    this.log = log;
    this.messages = new MessageReader(wanted.table(), source, wanted.schema(), at.columns());
    this.fetched = at.offset();
    this.done = at.offset();
    this.records = at.records();
  }

  @Override
  public Chunk next() {
    while (pieces.isEmpty() && fetched < file.bytes()) {
      Block block = log.next(fetched);
      fetched = block.end();
      if (!block.messages().isEmpty()) {
        pieces.addAll(messages.read(file.path(), block.messages()));
      }
    }
    Piece piece = pieces.poll();
    if (piece != null) {
      done = piece.end();
      records += piece.read();
    }
    boolean isLast = pieces.isEmpty() && fetched >= file.bytes();
    done = isLast ? file.bytes() : done;
    RecordPosition end = new RecordPosition(done, 0, records, messages.met());
    return piece == null
        ? new Chunk(null, null, end, isLast)
        : new Chunk(piece.rows(), piece.dead(), end, isLast);
  }

  /** The id of the log: no other ever has it. */
  @Override
  public String digest() {
    return Objects.requireNonNull(file.log()).id();
  }

  @Override
  public void close() {
    messages.close();
    log.close();
  }
}
