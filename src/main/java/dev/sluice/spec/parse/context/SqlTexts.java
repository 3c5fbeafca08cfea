// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.context;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Position;
import dev.sluice.spec.rule.SqlText;
import dev.sluice.spec.yaml.Node.Scalar;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads SQL that stands in the spec or in a file of its own. */
public final class SqlTexts {
  private static final Pattern STATEMENT =
      Pattern.compile("(?is)\\s*(select|with|from|values)\\s.*|\\s*\\(.*");

  private SqlTexts() {}

  /** SQL written into the spec; null when it is empty, which is reported. */
  public static @Nullable SqlText inline(Scalar scalar, SpecContext reading) {
    String text = trimmed(scalar.text());
    if (text.isBlank()) {
      reading.problems().error(ErrorCode.SQL_SYNTAX, scalar.position(), "there is no SQL here");
      return null;
    }
    return new SqlText(text, scalar.first(), scalar.indent());
  }

  /** SQL written into the spec, or into the {@code .sql} file that the spec names. */
  public static @Nullable SqlText statement(Scalar scalar, SpecContext reading) {
    if (!isFile(scalar.text())) {
      return inline(scalar, reading);
    }
    String written = scalar.text().strip();
    String text = reading.folder().read(written, scalar.position());
    if (text == null) {
      return null;
    }
    Position start = new Position(reading.folder().name(written), 1, 1);
    return inline(new Scalar(start, text, scalar.type(), start, 0), reading);
  }

  private static boolean isFile(String text) {
    return text.strip().endsWith(".sql")
        && text.strip().lines().count() == 1
        && !STATEMENT.matcher(text).matches();
  }

  private static String trimmed(String text) {
    String trimmed = text.stripTrailing();
    return trimmed.endsWith(";")
        ? trimmed.substring(0, trimmed.length() - 1).stripTrailing()
        : trimmed;
  }
}
