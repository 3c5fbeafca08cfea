// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.bytes;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** A text of another encoding as UTF-8; what is no text of it fails the reading. */
final class RecodedText extends InputStream {
  private final Reader text;
  private final char[] characters = new char[1 << 14];
  private ByteBuffer utf8 = ByteBuffer.allocate(0);

  RecodedText(InputStream stored, String encoding) {
    this.text =
        new InputStreamReader(
            stored,
            Charset.forName(encoding)
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (!utf8.hasRemaining() && !load()) {
      return -1;
    }
    int count = Math.min(length, utf8.remaining());
    utf8.get(target, offset, count);
    return count;
  }

  /** Encodes some more; both halves of a character that has two are read together. */
  private boolean load() throws IOException {
    int count = text.read(characters, 0, characters.length - 1);
    if (count < 0) {
      return false;
    }
    if (Character.isHighSurrogate(characters[count - 1])) {
      int low = text.read();
      if (low >= 0) {
        characters[count++] = (char) low;
      }
    }
    utf8 = StandardCharsets.UTF_8.encode(CharBuffer.wrap(characters, 0, count));
    return true;
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
