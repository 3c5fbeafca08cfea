// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.iceberg.io;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.store.Sha256;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;

/** A file of Iceberg's metadata that is written once, and is one of the lake when it is closed. */
final class StoreOutput implements OutputFile {
  private final StoreIO io;
  private final String path;
  private final String location;

  StoreOutput(StoreIO io, String path, String location) {
    this.io = io;
    this.path = path;
    this.location = location;
  }

  @Override
  public PositionOutputStream create() {
    try {
      return new Stream(io.store().draft(path));
    } catch (FileAlreadyExistsException e) {
      throw new AlreadyExistsException(e, "%s is there already", io.name(path));
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE,
          "Cannot write %s: %s. Nothing was committed; run again.".formatted(io.name(path), e),
          e);
    }
  }

  /** Never overwrites: names are fresh, and a file of the lake is never changed. */
  @Override
  public PositionOutputStream createOrOverwrite() {
    return create();
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public InputFile toInputFile() {
    return new StoreInput(io, path, location);
  }

  /** Digests while it writes. */
  private final class Stream extends PositionOutputStream {
    private final MessageDigest digest = Sha256.begin();
    private final OutputStream out;
    private long position;
    private boolean isClosed;

    Stream(Path draft) throws IOException {
      this.out =
          new BufferedOutputStream(
              new DigestOutputStream(
                  Files.newOutputStream(
                      draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                  digest));
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int value) throws IOException {
      out.write(value);
      position++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      position += length;
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      if (!isClosed) {
        isClosed = true;
        out.close();
        io.store().land(path);
        io.landed(path, HexFormat.of().formatHex(digest.digest()));
      }
    }
  }
}
