// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.rule;

import dev.sluice.error.issue.Suggestion;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.spec.parse.rule.ShortForm.Misfit;
import dev.sluice.spec.parse.rule.ShortForm.Question;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Scalar;

/** The rules on how a text is written. */
final class TextForms {
  private static final String IMAGE =
      "(?i)(https?|gs|s3)://[^/?#\\s]+/[^?#\\s]*\\.(png|jpe?g|gif|webp|avif|heic|bmp|tiff?|svg|ico)(\\?[^#\\s]*)?(#\\S*)?";
  private static final String GEOMETRY =
      "(?i)\\s*(multi)?(point|linestring|polygon)\\b.*|\\s*geometrycollection\\b.*";

  private TextForms() {}

  static Question matches(Subject subject, Node node) throws Misfit {
    subject.requireText();
    if (!(node instanceof Scalar scalar) || !scalar.isText() || scalar.text().isEmpty()) {
      throw new Misfit(
          node.position(),
          "takes a regular expression, not " + node.description(),
          "write it in quotes, as `\"^[A-Z]{3}$\"`");
    }
    return new Question(
        "regexp_matches(" + subject.sql() + ", " + SqlName.literal(scalar.text()) + ")",
        subject.isValue(),
        "must match " + scalar.text());
  }

  static Question format(Subject subject, Node node) throws Misfit {
    subject.requireText();
    if (!(node instanceof Scalar scalar) || !scalar.isText()) {
      throw new Misfit(
          node.position(),
          "takes the name of a format, not " + node.description(),
          "write one of " + Suggestion.list(TextFormat.names()));
    }
    TextFormat format = TextFormat.of(scalar.text());
    if (format == null) {
      throw new Misfit(
          node.position(),
          "knows no format `" + scalar.text() + "`",
          Suggestion.nearestOr(scalar.text(), "there are ", TextFormat.names()));
    }
    return new Question(format.sql(subject.sql()), subject.isValue(), "must be " + format.words());
  }

  static Question wkt(Subject subject) throws Misfit {
    subject.requireText();
    String sql = subject.sql();
    String isWritten = "regexp_full_match(%s, %s, 's')".formatted(sql, SqlName.literal(GEOMETRY));
    String isFinite = "NOT regexp_matches(%s, '(?i)nan|inf')";
    String read = "CAST(TRY_CAST(%s AS GEOMETRY) AS VARCHAR)".formatted(sql);
    return new Question(
        "CASE WHEN %s IS NOT NULL THEN %s AND %s AND coalesce(%s, false) END"
            .formatted(sql, isWritten, isFinite.formatted(sql), isFinite.formatted(read)),
        subject.isValue(),
        "must be a geometry in WKT, such as POINT (7.1 50.7)");
  }

  static Question imageUrl(Subject subject) throws Misfit {
    subject.requireText();
    return new Question(
        "regexp_full_match(" + subject.sql() + ", " + SqlName.literal(IMAGE) + ")",
        subject.isValue(),
        "must be the URL of an image, such as https://example.org/a.png");
  }
}
