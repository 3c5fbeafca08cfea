// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.output;

import dev.sluice.report.text.SafeText;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * What a command prints, with nothing in it that a terminal obeys but the ends of lines: whatever a
 * file name, a value or an error of a library holds, it is spelled out.
 */
public final class PlainOutput extends FilterWriter {
  private char high;

  private PlainOutput(Writer out) {
    super(out);
  }

  public static PrintWriter over(PrintWriter out) {
    return new PrintWriter(new PlainOutput(out), true);
  }

  @Override
  public void write(int character) throws IOException {
    char unit = (char) character;
    if (Character.isHighSurrogate(unit)) {
      flushHigh();
      high = unit;
    } else if (high != 0 && Character.isLowSurrogate(unit)) {
      int whole = Character.toCodePoint(high, unit);
      high = 0;
      out.write(SafeText.spelled(whole));
    } else {
      flushHigh();
      out.write(unit == '\n' ? "\n" : unit == '\t' ? "    " : SafeText.spelled(unit));
    }
  }

  @Override
  public void write(char[] characters, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      write(characters[i]);
    }
  }

  @Override
  public void write(String text, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      write(text.charAt(i));
    }
  }

  @Override
  public void flush() throws IOException {
    flushHigh();
    super.flush();
  }

  /** Half a character that nothing followed. */
  private void flushHigh() throws IOException {
    if (high != 0) {
      out.write(SafeText.spelled(high));
      high = 0;
    }
  }
}
