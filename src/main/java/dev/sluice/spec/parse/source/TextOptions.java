// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.source;

import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.SourceSpec.Limits;
import dev.sluice.spec.table.SourceSpec.Lines;
import dev.sluice.spec.unit.Sizes;
import dev.sluice.spec.unit.Trim;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads how a text is written, whatever holds it. */
final class TextOptions {
  /** A record is held in memory as a whole, some times over. */
  private static final long MAX_RECORD = 64L << 20;

  private static final int MAX_SKIP = 10_000;

  private final SpecContext reading;

  TextOptions(SpecContext reading) {
    this.reading = reading;
  }

  /** How delimited text is written; in which encoding, and where, is not looked at. */
  SourceSpec.Csv delimited(Section section, char byDefault) {
    char delimiter = character(section, "delimiter", byDefault);
    char quote = character(section, "quote", '"');
    if (delimiter == quote) {
      reading.invalid(section.position(), "`delimiter` and `quote` are the same character");
    }
    return new SourceSpec.Csv(
        List.of(),
        delimiter,
        quote,
        nullValues(section),
        section.isTrue("quoted_null"),
        limits(section),
        lines(section),
        SourceSpec.UTF_8,
        escape(section, delimiter, quote));
  }

  /** A quote that escapes quotes is what every reader takes for one. */
  private @Nullable Character escape(Section section, char delimiter, char quote) {
    if (!section.has("escape")) {
      return null;
    }
    char escape = character(section, "escape", quote);
    if (escape == delimiter) {
      reading.invalid(section.position(), "`delimiter` and `escape` are the same character");
    }
    return escape == quote ? null : escape;
  }

  private static Lines lines(Section section) {
    Long skip = section.whole("skip", 0, MAX_SKIP);
    boolean isNamed = !section.has("header") || section.isTrue("header");
    return new Lines(
        skip == null ? 0 : Math.toIntExact(skip),
        isNamed,
        Trim.of(section.truthOr("trim", Trim.ALL.word())));
  }

  /** What a record may ask for. */
  Limits limits(Section section) {
    Scalar record = section.text("max_record");
    Long ratio = section.whole("max_ratio", 1, 1_000_000);
    return new Limits(
        record == null ? Limits.DEFAULT.record() : size(record),
        ratio == null ? Limits.DEFAULT.ratio() : Math.toIntExact(ratio));
  }

  private int size(Scalar text) {
    OptionalLong size = Sizes.parse(text.text());
    if (size.isEmpty() || size.getAsLong() < 1024 || size.getAsLong() > MAX_RECORD) {
      reading.invalid(
          text.position(),
          "`max_record` must be a size from 1KB to "
              + Sizes.spell(MAX_RECORD)
              + ", not "
              + text.description(),
          "write " + Sizes.FORM);
      return Limits.DEFAULT.record();
    }
    return (int) size.getAsLong();
  }

  private char character(Section section, String key, char byDefault) {
    Scalar scalar = section.text(key);
    if (scalar == null) {
      return byDefault;
    }
    String text = scalar.text();
    if (text.length() != 1 || "\r\n\0".contains(text) || text.charAt(0) > '~') {
      String example =
          switch (key) {
            case "quote" -> "such as \"'\"";
            case "escape" -> "such as \"\\\\\"";
            default -> "such as \";\"";
          };
      reading.invalid(
          scalar.position(),
          "`" + key + "` must be one character of ASCII, not " + scalar.description(),
          text.equals("\\t") ? "write a tab as \"\\t\" in double quotes" : example);
      return byDefault;
    }
    return text.charAt(0);
  }

  private List<String> nullValues(Section section) {
    return section.has("null_values")
        ? reading.anyTexts(section, "null_values")
        : reading.defaults().nullValues();
  }
}
