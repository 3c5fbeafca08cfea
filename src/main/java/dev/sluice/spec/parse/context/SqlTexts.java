// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.context;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Position;
import dev.sluice.spec.rule.SqlText;
import dev.sluice.spec.variable.Reference;
import dev.sluice.spec.variable.Reference.Trouble;
import dev.sluice.spec.variable.SqlTemplate;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.YamlReader;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads SQL that stands in the spec or in a file of its own. */
public final class SqlTexts {
  private static final Pattern STATEMENT =
      Pattern.compile("(?is)\\s*(select|with|from|values)\\s.*|\\s*\\(.*");

  private SqlTexts() {}

  /** SQL written into the spec, with its variables; null when there is none, which is reported. */
  public static @Nullable SqlText inline(Scalar scalar, SpecContext reading) {
    String text = trimmed(scalar.text());
    if (text.isBlank()) {
      reading.problems().error(ErrorCode.SQL_SYNTAX, scalar.position(), "there is no SQL here");
      return null;
    }
    SqlTemplate.Filled filled = SqlTemplate.fill(text, reading.variables());
    for (Trouble trouble : filled.troubles()) {
      reading
          .problems()
          .error(
              trouble.code(), scalar.at(trouble.offset()), trouble.message(), trouble.suggestion());
    }
    return filled.text() == null
        ? null
        : new SqlText(
            filled.text(),
            scalar.first(),
            scalar.indent(),
            new SqlText.Written(text, filled.splices()));
  }

  /** SQL written into the spec, or into the {@code .sql} file that the spec names. */
  public static @Nullable SqlText statement(Scalar scalar, SpecContext reading) {
    if (!isFile(scalar.text())) {
      return inline(scalar, reading);
    }
    if (Reference.isIn(scalar.text())) {
      return YamlReader.fill(scalar, reading.variables(), reading.problems()) instanceof Scalar path
              && path.isText()
          ? file(path, reading)
          : null;
    }
    return file(scalar, reading);
  }

  private static @Nullable SqlText file(Scalar scalar, SpecContext reading) {
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
