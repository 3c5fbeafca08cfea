// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.parquet;

import dev.sluice.batch.RecordBatch;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.source.files.bytes.LocalCopy;
import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.parquet.encoding.ParquetBroken;
import dev.sluice.source.files.parquet.shape.ParquetShape;
import dev.sluice.source.files.position.FilePart;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.source.files.record.ColumnNames;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
  private final ParquetGroups groups;
  private int group;
  private int end;
  private long records;

  /**
   * Cuts a file between row groups into parts of about such a length; each record has the number it
   * has in the file. Reads all of it where there are several.
   */
  public static List<FilePart> parts(InputFile file, long size) {
    try (ParquetFile whole = open(FilePart.whole(file), RecordPosition.START)) {
      List<RecordPosition> cuts = whole.groups.cuts(size);
      return cuts.isEmpty() ? List.of(FilePart.whole(file)) : whole.parts(cuts);
    }
  }

  private List<FilePart> parts(List<RecordPosition> cuts) {
    String digest = copy.digest();
    List<FilePart> parts = new ArrayList<>();
    RecordPosition from = RecordPosition.START;
    for (RecordPosition to : cuts) {
      parts.add(new FilePart(file, from, to.offset(), to.records(), digest));
      from = to;
    }
    parts.add(new FilePart(file, from, -1, -1, digest));
    return parts;
  }

  /** Opens a part of a file at a place of it. */
  public static ParquetFile open(FilePart part, RecordPosition at) {
    InputFile file = part.file();
    LocalCopy copy = LocalCopy.of(file);
    try {
      FileChannel channel = FileChannel.open(Path.of(copy.path()));
      try {
        ParquetFooter footer = ParquetFooter.read(channel);
        ColumnNames.check(file, footer.columns().stream().map(ParquetShape::name).toList());
        ParquetFile open = new ParquetFile(file, copy, channel, footer);
        open.start(part, at);
        return open;
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (ParquetBroken e) {
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
    this.groups = new ParquetGroups(footer.meta().getRow_groups());
  }

  private void start(FilePart part, RecordPosition at) throws IOException {
    group = groups.at(at.offset());
    end = part.isLast() ? groups.count() : groups.at(part.to());
    records = at.records();
    if (at.within() > 0) {
      rows = open(group);
      rows.skip(at.within());
    }
  }

  private ParquetRows open(int number) throws IOException {
    pages.check(groups.get(number), number);
    return new ParquetRows(footer, number, pages, file.path(), groups.rowsBefore(number));
  }

  @Override
  public RecordBatch columns() {
    try {
      return ParquetRows.none(footer, file.path());
    } catch (IOException e) {
      throw file.failure(ErrorCode.INTERNAL, "has columns that make no batch", e);
    }
  }

  @Override
  public Chunk next() {
    try {
      return read();
    } catch (ParquetBroken e) {
      throw corrupt(file, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw file.failure(ErrorCode.FILE_UNREADABLE, "cannot be read: " + e.getMessage(), e);
    }
  }

  private Chunk read() throws IOException {
    skipEmpty();
    if (rows == null && group < end) {
      rows = open(group);
    }
    RecordBatch batch = rows == null ? null : rows.next();
    records += batch == null ? 0 : batch.rows();
    if (rows != null && rows.isAtEnd()) {
      rows = null;
      group++;
      skipEmpty();
    }
    boolean isLast = rows == null && group >= end;
    if (isLast) {
      file.checkUnchanged();
    }
    return new Chunk(batch, null, position(), isLast);
  }

  private RecordPosition position() {
    long within = rows == null ? 0 : rows.within();
    return new RecordPosition(groups.offset(group), within, records, List.of());
  }

  private void skipEmpty() {
    while (rows == null && group < end && groups.get(group).getNum_rows() == 0) {
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
