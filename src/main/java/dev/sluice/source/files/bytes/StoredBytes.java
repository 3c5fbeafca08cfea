// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.bytes;

import dev.sluice.intake.InputFile;
import dev.sluice.store.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;

/** A file as it is stored, from its beginning; digests what passes by. */
final class StoredBytes extends InputStream {
  private final InputFile file;
  private final ReadableByteChannel channel;
  private final InputStream in;
  private final Sha256.Growing digest = new Sha256.Growing();
  private long count;
  private boolean isWhole = true;

  StoredBytes(InputFile file) {
    this.file = file;
    this.channel = file.open();
    this.in = Channels.newInputStream(channel);
  }

  /** How many bytes were read. */
  long count() {
    return count;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int n = in.read(target, offset, length);
    if (n > 0) {
      count += n;
      if (isWhole) {
        digest.add(target, offset, n);
      }
    }
    return n;
  }

  /** Goes to a place where the file allows it; whether it does. */
  boolean seek(long to) throws IOException {
    if (!(channel instanceof SeekableByteChannel seekable)) {
      return false;
    }
    isWhole = false;
    SeekableByteChannel unused = seekable.position(to);
    return true;
  }

  /**
   * SHA-256 of the file, once. What was not read yet is read for it, and all of it again when some
   * was left out.
   */
  String digest() throws IOException {
    if (!isWhole) {
      return file.digest();
    }
    long unused = transferTo(OutputStream.nullOutputStream());
    file.requireLength(count);
    return digest.end();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
