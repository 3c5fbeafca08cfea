// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.kernel.duckdb.RuleFunction;
import dev.sluice.plugin.Plugins;
import dev.sluice.plugin.RuleKind;
import dev.sluice.plugin.ValueTest;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.parse.rule.ShortForm.Misfit;
import dev.sluice.spec.parse.rule.ShortForm.Question;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Field;
import dev.sluice.spec.yaml.Node.Fields;
import dev.sluice.spec.yaml.Node.Items;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.YamlReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules whose kinds are written in Java. */
final class JavaForm {
  private static final JsonMapper JSON = new JsonMapper();

  private final SpecContext reading;
  private final String kind;

  JavaForm(SpecContext reading, String kind) {
    this.reading = reading;
    this.kind = kind;
  }

  /**
   * The question of a kind.
   *
   * @param argument null when the rule names columns only
   */
  Question of(Subject subject, @Nullable Node argument) throws Misfit {
    RuleKind rule = Plugins.kind(kind).orElseThrow();
    if (!rule.takes(subject.type())) {
      throw new Misfit(
          subject.position(),
          "takes no column of type %s; `%s` is one"
              .formatted(subject.type(), subject.column().name()),
          "take another column, or a rule in SQL");
    }
    try {
      Object given = argument == null ? null : value(argument);
      ValueTest test = rule.of(given);
      String sql = subject.sql();
      String text = subject.column().isNested() ? "to_json(" + sql + ")" : sql;
      String problem =
          RuleFunction.sql(kind, JSON.writeValueAsString(given), "CAST(" + text + " AS VARCHAR)");
      return new Question(
          "CASE WHEN %s IS NOT NULL THEN %s IS NULL END".formatted(sql, problem),
          problem,
          test.wanted());
    } catch (IllegalArgumentException e) {
      throw new Misfit(
          argument == null ? subject.position() : argument.position(),
          "takes " + e.getMessage(),
          null);
    } catch (RuntimeException | LinkageError e) {
      throw new Misfit(
          subject.position(), "cannot be used, for its plugin fails: " + e, "ask its author");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Maps, lists and texts are JSON", e);
    }
  }

  /** A schema that stands in a file of its own, as nodes that say where they stand there. */
  @Nullable Node file(Scalar path) {
    String text = reading.folder().read(path.text(), path.position());
    return text == null
        ? null
        : YamlReader.readData(reading.folder().name(path.text()), text, reading.problems());
  }

  private static @Nullable Object value(Node node) {
    if (node instanceof Fields fields) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      for (Field field : fields.fields()) {
        map.put(field.name(), value(field.value()));
      }
      return map;
    }
    if (node instanceof Items items) {
      List<@Nullable Object> list = new ArrayList<>();
      items.items().forEach(item -> list.add(value(item)));
      return list;
    }
    return plain((Scalar) node);
  }

  private static @Nullable Object plain(Scalar scalar) {
    String text = scalar.text();
    return switch (scalar.type()) {
      case TRUTH -> Boolean.valueOf(text);
      case NOTHING -> null;
      case FRACTION -> new BigDecimal(text);
      case WHOLE -> {
        BigInteger whole = new BigInteger(text);
        yield whole.bitLength() < Long.SIZE ? (Object) whole.longValueExact() : whole;
      }
      default -> text;
    };
  }
}
