// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.folder;

import java.util.regex.Pattern;

/**
 * Tells files of a spec from others under their names, such as keys and lists of accounts: errors
 * show lines of what was read.
 */
final class DisguisedFiles {
  private static final Pattern KEY = Pattern.compile("-----BEGIN [A-Z0-9 ]+-----");

  /** After comments, a word with something behind it, or a parenthesis. */
  private static final Pattern SQL =
      Pattern.compile(
          "(?s)(\\s|--[^\\n]*(\\n|$)|/\\*.*?\\*/)*+($|\\(|[A-Za-z]+(\\s+\\S|[(*'\"/-])).*");

  private static final Pattern JSON = Pattern.compile("(?s)\\s*($|[\\[{\"]).*");

  private DisguisedFiles() {}

  static boolean isWhatItsNameSays(String file, String text) {
    if (KEY.matcher(text).find()) {
      return false;
    }
    if (file.endsWith(".sql")) {
      return SQL.matcher(text).matches();
    }
    return !isSchema(file) || JSON.matcher(text).matches();
  }

  static String expected(String file) {
    return file.endsWith(".sql")
        ? "a query begins with a word such as SELECT, WITH or FROM"
        : isSchema(file) ? "a schema is a JSON object" : "a spec holds no key";
  }

  private static boolean isSchema(String file) {
    return file.endsWith(".avsc") || file.endsWith(".json");
  }
}
