// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.iceberg.io;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.store.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SeekableInputStream;
import org.jspecify.annotations.Nullable;

/** A file of Iceberg's metadata, read from this machine's copy after its digest was compared. */
final class StoreInput implements InputFile {
  private final StoreIO io;
  private final String path;
  private final String location;

  StoreInput(StoreIO io, String path, String location) {
    this.io = io;
    this.path = path;
    this.location = location;
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public long getLength() {
    try {
      return Files.size(fetch());
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public boolean exists() {
    try {
      return io.store().look(path).isPresent();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public SeekableInputStream newStream() {
    try {
      return new Stream(FileChannel.open(fetch(), StandardOpenOption.READ));
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private Path fetch() throws IOException {
    String sha256 = io.unread(path);
    if (sha256 != null) {
      // The store's own bytes, never those of a copy.
      try (InputStream in = io.store().open(path)) {
        if (!Sha256.of(in).equals(sha256)) {
          throw damaged("does not have the checksum with which it was written", null);
        }
      }
      io.isWhole(path);
    }
    return io.store().fetch(path);
  }

  private PipelineException failure(IOException e) {
    return e instanceof NoSuchFileException
        ? damaged("disappeared after it was written", e)
        : damaged("cannot be read: " + e, e);
  }

  private PipelineException damaged(String how, @Nullable IOException e) {
    return new PipelineException(
        ErrorCode.LAKE_READ,
        "%s %s. Restore it from a backup; see `sluice verify`.".formatted(io.name(path), how),
        e);
  }

  /** Reads a file at any place. */
  private static final class Stream extends SeekableInputStream {
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 14).limit(0);

    Stream(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public long getPos() throws IOException {
      return channel.position() - buffer.remaining();
    }

    @Override
    public void seek(long to) throws IOException {
      buffer.limit(0);
      channel.position(to);
    }

    @Override
    public int read() throws IOException {
      return fill() ? buffer.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int count = Math.min(length, buffer.remaining());
      buffer.get(bytes, offset, count);
      return count;
    }

    private boolean fill() throws IOException {
      if (!buffer.hasRemaining()) {
        buffer.clear();
        int count = channel.read(buffer);
        buffer.flip();
        return count > 0;
      }
      return true;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
