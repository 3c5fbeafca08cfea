// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.json;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.source.files.bytes.ByteWindow;

/**
 * Tells files that have JSON in another layout than one object a line, by their first line: each of
 * their lines would else be judged alone, and some might pass.
 */
final class JsonLayout {
  /** Ends of a line that no object ends with. */
  private static final String OPEN = "{[,:";

  private JsonLayout() {}

  /** Refuses a file of another layout. */
  static void requireLines(InputFile file, ByteWindow window) {
    long begin = window.start();
    while (isSpace(window.at(begin))) {
      begin++;
      if (begin - window.start() > window.longest()) {
        return;
      }
    }
    if (window.at(begin) == '[') {
      throw refused(file, "is one JSON array", "");
    }
    if (window.at(begin) == '{' && OPEN.indexOf(lastOfLine(window, begin)) >= 0) {
      throw refused(
          file,
          "is pretty-printed JSON, or its first line is cut",
          ", or `$.KEY` for a list under a key");
    }
  }

  private static int lastOfLine(ByteWindow window, long begin) {
    int last = '{';
    for (long at = begin; at - begin < window.longest(); at++) {
      int character = window.at(at);
      if (character < 0) {
        return -1; // nothing follows
      }
      if (character == '\n') {
        return last;
      }
      last = isSpace(character) ? last : character;
    }
    return -1;
  }

  private static boolean isSpace(int character) {
    return character == ' ' || character == '\t' || character == '\r' || character == '\n';
  }

  private static PipelineException refused(InputFile file, String what, String more) {
    return file.failure(
        ErrorCode.FILE_CORRUPT,
        what + "; one object a line is read: add `records: $` to the source" + more,
        null);
  }
}
