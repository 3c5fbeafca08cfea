// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.bytes;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The content of a gzip file: of all its members, one behind another.
 *
 * <p>Zeros behind the last member are padding, as gzip itself sees them; anything else there is
 * not.
 */
final class GzipMembers extends InputStream {
  private final BufferedInputStream stored;
  private @Nullable InputStream member;

  GzipMembers(BufferedInputStream stored) throws IOException {
    this.stored = stored;
    this.member = open();
  }

  private InputStream open() throws IOException {
    return GzipCompressorInputStream.builder()
        .setInputStream(stored)
        .setDecompressConcatenated(false)
        .get();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int count = read(one, 0, 1);
    return count < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    while (member != null && length > 0) {
      int count = member.read(target, offset, length);
      if (count > 0) {
        return count;
      }
      member = next();
    }
    return length > 0 ? -1 : 0;
  }

  private @Nullable InputStream next() throws IOException {
    boolean isPadded = false;
    while (true) {
      stored.mark(1);
      int first = stored.read();
      if (first < 0) {
        return null;
      }
      if (first != 0) {
        stored.reset();
        break;
      }
      isPadded = true;
    }
    if (isPadded || !Compression.GZIP.equals(Compression.byContent(stored))) {
      throw new IOException("other bytes follow its compressed content");
    }
    return open();
  }

  @Override
  public void close() throws IOException {
    stored.close();
  }
}
