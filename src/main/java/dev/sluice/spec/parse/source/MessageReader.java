// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.source;

import dev.sluice.error.ErrorCode;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.SourceSpec.Messages;
import dev.sluice.spec.topic.TopicReading;
import dev.sluice.spec.yaml.Node.Field;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Reads what a message is: its format, and what that format leaves open. */
final class MessageReader {
  private enum Format {
    JSON,
    CSV,
    AVRO,
    BYTES
  }

  private static final List<Format> OF_TEXT = List.of(Format.CSV);

  /** Which formats have a key. */
  private static final Map<String, List<Format>> KEYS =
      Map.of(
          "fields", OF_TEXT,
          "delimiter", OF_TEXT,
          "quote", OF_TEXT,
          "escape", OF_TEXT,
          "null_values", OF_TEXT,
          "quoted_null", OF_TEXT,
          "trim", OF_TEXT,
          "avro_schema", List.of(Format.AVRO),
          "registry", List.of(Format.AVRO));

  private final SpecContext reading;

  MessageReader(SpecContext reading) {
    this.reading = reading;
  }

  Messages read(Section section, @Nullable Scalar schema) {
    Format format = section.choice("format", Format.JSON);
    for (Field field : section.fields()) {
      List<Format> formats = KEYS.get(field.name());
      if (formats != null && !formats.contains(format)) {
        reading.invalid(
            field.key().position(),
            "`%s` says how messages of `format: %s` are read, and these are of `format: %s`"
                .formatted(field.name(), word(formats.get(0)), word(format)),
            "leave it out, or write `format: " + word(formats.get(0)) + "`");
      }
    }
    return switch (format) {
      case JSON -> new Messages(new SourceSpec.Json(List.of()), List.of(), "", "");
      case BYTES -> new Messages(new SourceSpec.Bytes(), List.of(), "", "");
      case CSV ->
          new Messages(new TextOptions(reading).delimited(section, ','), fields(section), "", "");
      case AVRO -> avro(section, schema);
    };
  }

  /** What messages without a value are. */
  TopicReading.Tombstones tombstones(Section section, Messages messages) {
    TopicReading.Tombstones tombstones =
        section.choice("tombstones", TopicReading.Tombstones.DEAD_LETTER);
    if (tombstones == TopicReading.Tombstones.KEEP && messages.value().format().equals("csv")) {
      reading.invalid(
          section.position(),
          "`tombstones: keep` makes rows whose values are null, which delimited text cannot say",
          "write `tombstones: skip` or `tombstones: dead_letter`");
    }
    return tombstones;
  }

  private static String word(Format format) {
    return format.name().toLowerCase(Locale.ROOT);
  }

  private List<String> fields(Section section) {
    List<Scalar> fields = section.texts("fields");
    if (fields.isEmpty() && !section.has("fields")) {
      section.missing(
          "fields",
          "messages of `format: csv` have no header: the key `fields` names their columns in order");
    }
    return reading.distinct(fields, "the field");
  }

  private Messages avro(Section section, @Nullable Scalar schema) {
    SourceSpec value = new SourceSpec.Avro(List.of());
    Scalar registry = section.has("registry") ? section.text("registry") : null;
    Scalar own = section.has("avro_schema") ? section.text("avro_schema") : null;
    if (registry != null) {
      if (own != null) {
        reading.invalid(
            own.position(),
            "`registry` and `avro_schema` both say with which schema messages were written",
            "keep `registry` where each message begins with the number of its schema");
      }
      return new Messages(value, List.of(), "", address(registry));
    }
    Scalar file = own != null ? own : schema;
    if (file == null) {
      section.missing(
          "avro_schema",
          "messages of `format: avro` need the schema they were written with: the key `avro_schema` names its file, or `registry` who knows it");
      return new Messages(value, List.of(), "", "");
    }
    return new Messages(value, List.of(), schema(file), "");
  }

  private String schema(Scalar file) {
    String json = reading.folder().read(file.text(), file.position());
    if (json == null) {
      return "";
    }
    try {
      Schema read = new Schema.Parser().parse(json);
      if (read.getType() == Schema.Type.RECORD) {
        return json;
      }
      problem(file, "is " + read.getType().getName() + ", and a row is a record");
    } catch (AvroRuntimeException e) {
      problem(file, "cannot be read as a schema of Avro");
    }
    return "";
  }

  private void problem(Scalar file, String what) {
    reading
        .problems()
        .error(
            ErrorCode.SCHEMA_INVALID,
            file.position(),
            "`" + file.text() + "` " + what,
            "name the `.avsc` file of the record that messages were written with");
  }

  private String address(Scalar registry) {
    try {
      URI uri = new URI(registry.text());
      boolean isWeb = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (isWeb && uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null) {
        return registry.text().replaceFirst("/+$", "");
      }
    } catch (URISyntaxException e) {
      // As any other text that is no address.
    }
    reading.invalid(
        registry.position(),
        "`registry` must be the URL of a schema registry, without a user name",
        "write `http://localhost:8081`; a user name and a password stand in SLUICE_REGISTRY_AUTH");
    return "";
  }
}
