// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.avro;

import dev.sluice.schema.form.FormCheck;
import dev.sluice.schema.form.Sourcing;
import dev.sluice.schema.form.TextForm;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Reads how a source has a field: its aliases, which are Avro's own, and attributes that other
 * readers of the schema do not see. They are called as the keys of {@code columns} are, behind a
 * name of our own: a {@code format} may be anybody's.
 */
final class AvroSourcing {
  static final String FROM = "sluice.from";
  static final String FORMAT = "sluice.format";
  static final String DECIMAL = "sluice.decimal";
  static final String THOUSANDS = "sluice.thousands";
  static final String TRUE_VALUES = "sluice.true_values";
  static final String FALSE_VALUES = "sluice.false_values";
  static final String NULL_VALUES = "sluice.null_values";

  /** The only values of a text, where Avro's own enum cannot spell them all. */
  static final String VALUES = "sluice.enum";

  private static final List<String> ALL =
      List.of(FROM, FORMAT, DECIMAL, THOUSANDS, TRUE_VALUES, FALSE_VALUES, NULL_VALUES);

  private final String path;
  private final Schema.Field field;
  private final List<String> problems;

  AvroSourcing(String path, Schema.Field field, List<String> problems) {
    this.path = path;
    this.field = field;
    this.problems = problems;
  }

  /**
   * What the field says.
   *
   * @param type the kernel's type of it
   */
  Sourcing read(String type, @Nullable String fallback) {
    List<String> aliases = List.copyOf(field.aliases());
    if (!path.equals(field.name())) {
      ALL.stream()
          .filter(key -> field.getObjectProp(key) != null)
          .forEach(key -> problem("says \"" + key + "\", which only columns of a table have"));
      return Sourcing.of(aliases, fallback);
    }
    TextForm form =
        new TextForm(
            texts(FORMAT),
            text(DECIMAL),
            text(THOUSANDS),
            texts(TRUE_VALUES),
            texts(FALSE_VALUES),
            texts(NULL_VALUES));
    for (FormCheck.Problem each : FormCheck.of(type, form)) {
      problem(
          "says \"sluice.%s\": %s; %s".formatted(each.key(), each.message(), each.suggestion()));
    }
    List<String> from = texts(FROM);
    if (from.stream().anyMatch(String::isBlank)) {
      problem("says \"sluice.from\" without a name");
    }
    return new Sourcing(from, aliases, false, fallback, form);
  }

  private String text(String key) {
    List<String> texts = texts(key);
    return texts.isEmpty() ? "" : texts.get(0);
  }

  /** A text, or a list of them. */
  private List<String> texts(String key) {
    Object value = field.getObjectProp(key);
    if (value == null) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (Object each : value instanceof Collection<?> list ? list : List.of(value)) {
      if (each instanceof String text) {
        texts.add(text);
      } else {
        problem("says \"" + key + "\": " + each + "; write a text or a list of texts");
      }
    }
    return texts;
  }

  private void problem(String what) {
    problems.add("Field '" + path + "' " + what + ".");
  }
}
