// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.source;

import dev.sluice.error.issue.Suggestion;
import dev.sluice.spec.parse.context.NameUses.Purpose;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.topic.MessageMeta;
import dev.sluice.spec.yaml.Node.Field;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code meta}: which columns hold what is known of a message beside its value. */
final class MetaReader {
  private static final String HEADER = "header.";

  private final SpecContext reading;
  private final String table;
  private final Set<MessageMeta.Kind> others;

  /**
   * Of a table.
   *
   * @param others what is not known of its messages
   */
  MetaReader(SpecContext reading, String table, Set<MessageMeta.Kind> others) {
    this.reading = reading;
    this.table = table;
    this.others = others;
  }

  /**
   * Reads the key.
   *
   * @param fields columns that are in the message itself
   */
  Map<String, MessageMeta> read(Section section, List<String> fields) {
    Map<String, MessageMeta> meta = new LinkedHashMap<>();
    for (Field field : section.entries("meta")) {
      reading.uses().column(table, Scalar.of(field.key().position(), field.name()), Purpose.ANY);
      if (fields.contains(field.name())) {
        reading.invalid(
            field.key().position(),
            "`fields` and `meta` both say where `" + field.name() + "` comes from",
            "leave it out of `meta`, or call the field something else");
      }
      MessageMeta read = field.value() instanceof Scalar scalar ? meta(scalar) : null;
      if (read != null) {
        meta.put(field.name(), read);
      } else if (!(field.value() instanceof Scalar scalar && scalar.isBroken())) {
        List<String> words = new ArrayList<>(kinds());
        words.set(words.indexOf("header"), HEADER + "NAME");
        reading.invalid(
            field.value().position(),
            "a column of `meta` holds one of "
                + Suggestion.list(words)
                + ", not "
                + field.value().description(),
            field.value() instanceof Scalar scalar
                ? Suggestion.nearestOr(scalar.text(), "write one of ", words)
                : "write `" + field.name() + ": timestamp`, for example");
      }
    }
    return meta;
  }

  private List<String> kinds() {
    return Arrays.stream(MessageMeta.Kind.values())
        .filter(kind -> !others.contains(kind))
        .map(MetaReader::word)
        .toList();
  }

  private static String word(MessageMeta.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private @Nullable MessageMeta meta(Scalar scalar) {
    String word = scalar.text();
    if (word.startsWith(HEADER) && word.length() > HEADER.length()) {
      return new MessageMeta(MessageMeta.Kind.HEADER, word.substring(HEADER.length()));
    }
    return Arrays.stream(MessageMeta.Kind.values())
        .filter(kind -> kind != MessageMeta.Kind.HEADER && !others.contains(kind))
        .filter(kind -> word(kind).equals(word))
        .findFirst()
        .map(kind -> new MessageMeta(kind, ""))
        .orElse(null);
  }
}
