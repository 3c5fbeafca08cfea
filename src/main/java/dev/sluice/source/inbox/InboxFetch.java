// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.inbox;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.position.FilePart;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.source.message.LogReader;
import dev.sluice.source.message.Message;
import dev.sluice.source.message.PartitionPath;
import dev.sluice.spec.table.SourceSpec.Received;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Gets messages of an inbox, in the order in which they landed. */
public final class InboxFetch implements LogReader.Fetch {
  private final Inbox inbox;
  private final InputFile file;
  private final List<Long> segments;

  private InboxFetch(InputFile file) {
    this.inbox = Inbox.of(PartitionPath.of(file.path()));
    this.file = file;
    this.segments = inbox.segments();
  }

  public static FileReader open(
      FileReader.Wanted wanted, Received source, FilePart part, RecordPosition at) {
    return new LogReader(wanted, source, part.file(), at, new InboxFetch(part.file()));
  }

  @Override
  public LogReader.Block next(long from) {
    List<Message> block = new ArrayList<>();
    long bytes = 0;
    long at = from;
    while (at < file.bytes()
        && block.size() < LogReader.BLOCK_MESSAGES
        && bytes < LogReader.BLOCK_BYTES) {
      long before = at;
      for (Message message : segment(at)) {
        if (message.offset() == at && at < file.bytes()) {
          block.add(message);
          bytes += message.bytes();
          at++;
        }
      }
      if (at == before) {
        throw lost(at);
      }
    }
    return new LogReader.Block(block, at);
  }

  private List<Message> segment(long offset) {
    OptionalLong first = Inbox.holder(segments, offset);
    if (first.isEmpty()) {
      throw lost(offset);
    }
    return inbox.messages(first.getAsLong());
  }

  private PipelineException lost(long offset) {
    return new PipelineException(
        ErrorCode.POSITION_LOST,
        "%s no longer has the message at offset %d: its segment was removed before it was read. Nothing was committed; put the files of the inbox back."
            .formatted(file.path(), offset));
  }

  @Override
  public void close() {}
}
