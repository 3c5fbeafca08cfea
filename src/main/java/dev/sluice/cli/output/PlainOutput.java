// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.output;

import dev.sluice.report.page.Style;
import dev.sluice.report.text.SafeText;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * What a command prints, with nothing in it that a terminal obeys but the ends of lines and the
 * colours of states: whatever a file name, a value or an error of a library holds, it is spelled
 * out.
 */
public final class PlainOutput extends FilterWriter {
  private final boolean isColored;
  private char high;

  private PlainOutput(Writer out, boolean isColored) {
    super(out);
    this.isColored = isColored;
  }

  /** Over a file, or another program. */
  public static PrintWriter over(PrintWriter out) {
    return over(out, false);
  }

  /**
   * Over some output.
   *
   * @param isColored whether marks of styles become colours
   */
  public static PrintWriter over(PrintWriter out, boolean isColored) {
    return new PrintWriter(new PlainOutput(out, isColored), true);
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
      out.write(unit == '\n' ? "\n" : unit == '\t' ? "    " : shown(unit));
    }
  }

  private String shown(char unit) {
    return isColored
        ? Style.escape(unit).orElseGet(() -> SafeText.spelled(unit))
        : SafeText.spelled(unit);
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
