// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.source;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.parse.location.DataPaths;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.SourceSpec.Records;
import dev.sluice.spec.unit.JsonPath;
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
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code source}. */
public final class SourceReader {
  private static final Map<String, SpecShape> FORMATS = new LinkedHashMap<>();

  static {
    FORMATS.put("csv", SpecShape.CSV_SOURCE);
    FORMATS.put("tsv", SpecShape.TSV_SOURCE);
    FORMATS.put("json", SpecShape.JSON_SOURCE);
    FORMATS.put("avro", SpecShape.AVRO_SOURCE);
    FORMATS.put("parquet", SpecShape.PARQUET_SOURCE);
    FORMATS.put("kafka", SpecShape.KAFKA_SOURCE);
    FORMATS.put("http", SpecShape.HTTP_SOURCE);
    FORMATS.put("pubsub", SpecShape.PUBSUB_SOURCE);
    FORMATS.put("mqtt", SpecShape.MQTT_SOURCE);
    FORMATS.put("rabbitmq", SpecShape.RABBITMQ_SOURCE);
  }

  /** What is received, and cannot be read again. */
  private static final Set<String> RECEIVED = Set.of("http", "pubsub", "mqtt", "rabbitmq");

  /** Where records of JSON are unless the spec says otherwise. */
  private static final String LINES = "lines";

  /** Spelled {@code names} in the spec. */
  private enum Names {
    LOOSE,
    EXACT
  }

  private final SpecContext reading;

  public SourceReader(SpecContext reading) {
    this.reading = reading;
  }

  /**
   * A source and how the names of its columns are compared.
   *
   * @param isExact whether letter case and blanks at either end count
   */
  public record Read(SourceSpec source, boolean isExact) {}

  /** What a path seems to hold. */
  private static String format(Node node) {
    String path = node instanceof Scalar scalar ? scalar.text() : "";
    String bare = path.replaceFirst("[.](gz|zst)$", "");
    return bare.endsWith(".json") || bare.endsWith(".jsonl") || bare.endsWith(".ndjson")
        ? "json"
        : Stream.of("tsv", "avro", "parquet")
            .filter(format -> bare.endsWith("." + format))
            .findFirst()
            .orElse("csv");
  }

  /**
   * Reads the source of a table; null when that was reported.
   *
   * @param table its name
   * @param schema the file of its columns; null for none
   */
  public @Nullable Read read(Node node, String table, @Nullable Scalar schema) {
    if (node instanceof Scalar scalar && scalar.isBroken()) {
      return null;
    }
    if (!(node instanceof Fields fields)) {
      reading.invalid(
          node.position(),
          "a source is a map, not " + node.description(),
          "name the format: `{%s: PATH}`".formatted(format(node)));
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
    SourceSpec source =
        format.equals("kafka")
            ? new KafkaReader(reading, table).read(section, schema)
            : RECEIVED.contains(format)
                ? new ReceivedReader(reading, table).read(format, section, schema)
                : source(section, format);
    return source == null ? null : new Read(source, isExact);
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
    TextOptions text = new TextOptions(reading);
    List<String> paths = paths(section, format);
    return switch (format) {
      case "json" ->
          new SourceSpec.Json(paths, records(section), text.limits(section), encoding(section));
      case "avro" -> new SourceSpec.Avro(paths);
      case "parquet" -> new SourceSpec.Parquet(paths);
      default ->
          text.delimited(section, format.equals("tsv") ? '\t' : ',')
              .in(encoding(section))
              .at(paths);
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
}
