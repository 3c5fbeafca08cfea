// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.json;

/**
 * Follows a JSON text byte by byte, as far as it takes to tell where its values end.
 *
 * <p>A text that is not JSON is followed all the same: a string ends where its line does, for none
 * may go on, and a bracket closes whatever is open.
 */
final class Nesting {
  private long depth;
  private boolean isString;
  private boolean isEscape;

  /** How many brackets are open. */
  long depth() {
    return depth;
  }

  /** Whether a byte belongs to what is around this value, if it is the next one. */
  boolean isOutside(int b) {
    return depth == 0 && !isString && (b == ',' || b == ']');
  }

  /** Takes the next byte. */
  void take(int b) {
    if (isString) {
      takeOfString(b);
    } else if (b == '"') {
      isString = true;
    } else if (b == '{' || b == '[') {
      depth++;
    } else if ((b == '}' || b == ']') && depth > 0) {
      depth--;
    }
  }

  private void takeOfString(int b) {
    if (b == '\n') {
      isString = false;
      isEscape = false;
    } else if (isEscape) {
      isEscape = false;
    } else if (b == '\\') {
      isEscape = true;
    } else if (b == '"') {
      isString = false;
    }
  }

  static boolean isSpace(int b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }
}
