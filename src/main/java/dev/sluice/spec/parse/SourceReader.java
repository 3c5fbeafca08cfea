// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.parse.location.DataPaths;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.SourceSpec.Limits;
import dev.sluice.spec.table.SourceSpec.Lines;
import dev.sluice.spec.table.SourceSpec.Records;
import dev.sluice.spec.table.SourceSpec.Trim;
import dev.sluice.spec.unit.JsonPath;
import dev.sluice.spec.unit.Sizes;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Field;
import dev.sluice.spec.yaml.Node.Fields;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;
import dev.sluice.spec.yaml.SpecShape;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads {@code source}. */
final class SourceReader {
  private static final Map<String, SpecShape> FORMATS = new LinkedHashMap<>();

  static {
    FORMATS.put("csv", SpecShape.CSV_SOURCE);
    FORMATS.put("tsv", SpecShape.TSV_SOURCE);
    FORMATS.put("json", SpecShape.JSON_SOURCE);
    FORMATS.put("avro", SpecShape.AVRO_SOURCE);
    FORMATS.put("parquet", SpecShape.PARQUET_SOURCE);
  }

  /** A record is held in memory as a whole, some times over. */
  private static final long MAX_RECORD = 64L << 20;

  private static final int MAX_SKIP = 10_000;

  /** Where records of JSON are unless the spec says otherwise. */
  private static final String LINES = "lines";

  /** Spelled {@code names} in the spec. */
  private enum Names {
    LOOSE,
    EXACT
  }

  private final SpecContext reading;

  SourceReader(SpecContext reading) {
    this.reading = reading;
  }

  /**
   * A source and how the names of its columns are compared.
   *
   * @param isExact whether letter case and blanks at either end count
   */
  record Read(SourceSpec source, boolean isExact) {}

  @Nullable Read read(Node node) {
    if (node instanceof Scalar scalar && scalar.isBroken()) {
      return null;
    }
    if (!(node instanceof Fields fields)) {
      reading.invalid(
          node.position(),
          "a source is a map, not " + node.description(),
          "name the format: `{csv: PATH}`");
      return null;
    }
    List<Field> formats =
        fields.fields().stream().filter(f -> FORMATS.containsKey(f.name())).toList();
    if (formats.isEmpty()) {
      reportNoFormat(fields);
      return null;
    }
    if (formats.size() > 1) {
      reportSecondFormat(formats.get(0), formats.get(1));
      return null;
    }
    String format = formats.get(0).name();
    SpecShape shape = Objects.requireNonNull(FORMATS.get(format));
    Section section = Section.open(fields, shape, reading.problems());
    if (section == null) {
      return null;
    }
    boolean isExact = section.choice("names", Names.LOOSE) == Names.EXACT;
    return new Read(source(section, format), isExact);
  }

  private void reportSecondFormat(Field first, Field second) {
    reading.invalid(
        second.key().position(),
        "a source has one format, but here are `" + first.name() + "` and `" + second.name() + "`");
  }

  private void reportNoFormat(Fields fields) {
    List<String> formats = List.copyOf(FORMATS.keySet());
    for (Field field : fields.fields()) {
      String nearest = Suggestion.nearest(field.name(), FORMATS.keySet());
      if (nearest != null) {
        reading
            .problems()
            .error(
                ErrorCode.UNKNOWN_KEY,
                field.key().position(),
                "`" + field.name() + "` is not a format",
                nearest);
        return;
      }
    }
    reading
        .problems()
        .error(
            ErrorCode.MISSING_KEY,
            fields.position(),
            "a source needs a format",
            "add one of " + Suggestion.list(formats.stream().sorted().toList()));
  }

  private SourceSpec source(Section section, String format) {
    List<String> paths = paths(section, format);
    return switch (format) {
      case "json" ->
          new SourceSpec.Json(paths, records(section), limits(section), encoding(section));
      case "avro" -> new SourceSpec.Avro(paths);
      case "parquet" -> new SourceSpec.Parquet(paths);
      default -> delimited(section, paths, format.equals("tsv") ? '\t' : ',');
    };
  }

  private List<String> paths(Section section, String format) {
    List<Scalar> written = section.texts(format);
    Node node = section.node(format);
    if (node instanceof Node.Items items && items.items().isEmpty()) {
      reading.invalid(items.position(), "`" + format + "` lists no path");
    }
    reading.distinct(written, "the path");
    List<String> paths = new ArrayList<>();
    for (Scalar path : written) {
      String resolved = DataPaths.source(path, reading);
      if (resolved != null) {
        paths.add(resolved);
      }
    }
    return paths;
  }

  private SourceSpec delimited(Section section, List<String> paths, char byDefault) {
    char delimiter = character(section, "delimiter", byDefault);
    char quote = character(section, "quote", '"');
    if (delimiter == quote) {
      reading.invalid(section.position(), "`delimiter` and `quote` are the same character");
    }
    return new SourceSpec.Csv(
        paths,
        delimiter,
        quote,
        nullValues(section),
        section.isTrue("quoted_null"),
        limits(section),
        lines(section),
        encoding(section));
  }

  private static Lines lines(Section section) {
    Long skip = section.whole("skip", 0, MAX_SKIP);
    boolean isNamed = !section.has("header") || section.isTrue("header");
    return new Lines(
        skip == null ? 0 : Math.toIntExact(skip),
        isNamed,
        Trim.of(section.truthOr("trim", Trim.ALL.word())));
  }

  private String encoding(Section section) {
    Scalar name = section.text("encoding");
    if (name == null) {
      return SourceSpec.UTF_8;
    }
    try {
      return Charset.forName(name.text()).name();
    } catch (IllegalArgumentException e) {
      String nearest = Suggestion.nearest(name.text(), Charset.availableCharsets().keySet());
      reading.invalid(
          name.position(),
          "`" + name.text() + "` is no encoding that is known here",
          nearest == null
              ? "write one such as `UTF-8`, `windows-1252`, `ISO-8859-1`, `UTF-16LE`"
              : nearest);
      return SourceSpec.UTF_8;
    }
  }

  private Records records(Section section) {
    Scalar written = section.text("records");
    if (written == null || written.text().equals(LINES)) {
      return Records.LINES;
    }
    Optional<List<String>> keys = JsonPath.parse(written.text());
    if (keys.isEmpty()) {
      reading.invalid(
          written.position(),
          "`records` says where the records of a file are, not " + written.description(),
          "write `" + LINES + "` for one object a line, " + JsonPath.FORM);
    }
    return keys.map(each -> new Records(true, each)).orElse(Records.LINES);
  }

  private Limits limits(Section section) {
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
      String example = key.equals("quote") ? "such as \"'\"" : "such as \";\"";
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
