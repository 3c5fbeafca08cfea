// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.parquet;

import dev.sluice.batch.RecordBatch;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.source.files.bytes.LocalCopy;
import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.source.files.record.ColumnNames;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.format.RowGroup;
import org.jspecify.annotations.Nullable;

/**
 * Reads Parquet files that others wrote, column by column into vectors.
 *
 * <p>Nothing that a file says of itself is believed: the footer is held against the file before
 * anything is read, and the pages of a row group before the group is. A size is refused, or reached
 * by what is really there; no memory is taken because a file asks for it.
 */
public final class ParquetFile implements FileReader {
  private final InputFile file;
  private final LocalCopy copy;
  private final FileChannel channel;
  private final ParquetFooter footer;
  private final ParquetPages pages;
  private @Nullable ParquetRows rows;
  private int group;
  private long records;

  /** Opens a file at a place, whose offset is the number of a row group. */
  public static ParquetFile open(InputFile file, RecordPosition at) {
    LocalCopy copy = LocalCopy.of(file);
    try {
      FileChannel channel = FileChannel.open(Path.of(copy.path()));
      try {
        ParquetFooter footer = ParquetFooter.read(channel);
        ColumnNames.check(file, footer.columns().stream().map(ParquetShape::name).toList());
        ParquetFile open = new ParquetFile(file, copy, channel, footer);
        open.start(at);
        return open;
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (ParquetFooter.Broken e) {
      copy.close();
      throw corrupt(file, String.valueOf(e.getMessage()), e);
    } catch (PipelineException e) {
      copy.close();
      throw e;
    } catch (IOException e) {
      copy.close();
      throw file.failure(ErrorCode.FILE_UNREADABLE, "cannot be read: " + e.getMessage(), e);
    }
  }

  private ParquetFile(InputFile file, LocalCopy copy, FileChannel channel, ParquetFooter footer) {
    this.file = file;
    this.copy = copy;
    this.channel = channel;
    this.footer = footer;
    this.pages = new ParquetPages(channel, footer.end());
  }

  private void start(RecordPosition at) throws IOException {
    group = (int) at.offset();
    records = at.records();
    if (at.within() > 0) {
      rows = open(group);
      rows.skip(at.within());
    }
  }

  private ParquetRows open(int number) throws IOException {
    pages.check(groups().get(number), number);
    long before = groups().stream().limit(number).mapToLong(RowGroup::getNum_rows).sum();
    return new ParquetRows(footer, number, pages, file.path(), before);
  }

  @Override
  public Chunk next() {
    try {
      return read();
    } catch (ParquetFooter.Broken e) {
      throw corrupt(file, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw file.failure(ErrorCode.FILE_UNREADABLE, "cannot be read: " + e.getMessage(), e);
    }
  }

  private Chunk read() throws IOException {
    skipEmpty();
    if (rows == null && group < groups().size()) {
      rows = open(group);
    }
    RecordBatch batch = rows == null ? null : rows.next();
    records += batch == null ? 0 : batch.rows();
    if (rows != null && rows.isAtEnd()) {
      rows = null;
      group++;
      skipEmpty();
    }
    boolean isLast = rows == null && group >= groups().size();
    if (isLast) {
      file.checkUnchanged();
    }
    long within = rows == null ? 0 : rows.within();
    return new Chunk(batch, null, new RecordPosition(group, within, records, List.of()), isLast);
  }

  private List<RowGroup> groups() {
    return footer.meta().getRow_groups();
  }

  private void skipEmpty() {
    while (rows == null && group < groups().size() && groups().get(group).getNum_rows() == 0) {
      group++;
    }
  }

  private static PipelineException corrupt(InputFile file, String what, Exception e) {
    return file.failure(
        ErrorCode.FILE_CORRUPT,
        "cannot be read as Parquet: "
            + what
            + ". Get or write the file anew, or move it out of the source's paths.",
        e);
  }

  @Override
  public String digest() {
    return copy.digest();
  }

  @Override
  public void close() {
    copy.close();
    try {
      channel.close();
    } catch (IOException e) {
      throw file.failure(ErrorCode.FILE_UNREADABLE, "cannot be closed: " + e.getMessage(), e);
    }
  }
}
