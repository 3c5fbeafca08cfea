// SPDX-License-Identifier: Apache-2.0
package dev.sluice.trial.cases;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Position;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.kernel.sql.LogicalTime;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.rule.QualitySpec;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Field;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Problems;
import dev.sluice.spec.yaml.Section;
import dev.sluice.trial.cases.TestCase.Expected;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one case, and holds it against the spec: its names are those of tables and columns. */
final class CaseReader {
  private final PipelineSpec spec;
  private final CaseData data;
  private final Problems problems;

  CaseReader(PipelineSpec spec, CaseData data, Problems problems) {
    this.spec = spec;
    this.data = data;
    this.problems = problems;
  }

  /** The case; null when something is wrong with it, which is reported. */
  @Nullable TestCase read(Field field) {
    Position position = field.key().position();
    Section section = Section.open(field.value(), position, CaseShape.CASE, problems);
    if (section == null || section.has("model") == section.has("table")) {
      if (section != null) {
        problems.error(
            ErrorCode.MISSING_KEY,
            position,
            "a case names what it tries: either a `model` or a `table`",
            "add `model: NAME` for a statement, `table: NAME` for a contract and its rules");
      }
      return null;
    }
    return section.has("model") ? model(field, section) : table(field, section);
  }

  private @Nullable TestCase model(Field field, Section section) {
    Scalar name = section.text("model");
    ModelSpec model = name == null ? null : spec.model(name.text()).orElse(null);
    if (model == null) {
      unknown(name, "model", spec.models().stream().map(ModelSpec::name).toList());
      return null;
    }
    Map<String, GivenRows> given = new LinkedHashMap<>();
    for (Field input : section.entries("given")) {
      GivenRows rows = input(model, input);
      if (rows != null) {
        given.put(input.name(), rows);
      }
    }
    String time = time(section, model.sql().text(), model.quality());
    CaseColumns columns = CaseColumns.typed(model.name(), model.output());
    Expected expected = new ExpectedReader(data, problems).read(section, columns, null);
    return expected == null
        ? null
        : new TestCase(
            field.name(),
            field.key().position(),
            model.name(),
            given,
            time,
            vars(section),
            expected);
  }

  private @Nullable GivenRows input(ModelSpec model, Field input) {
    List<String> inputs =
        Stream.concat(model.inputs().stream(), model.lookup().stream()).sorted().toList();
    if (!inputs.contains(input.name())) {
      problems.error(
          ErrorCode.UNKNOWN_NAME,
          input.key().position(),
          "the model `" + model.name() + "` does not read `" + input.name() + "`",
          Suggestion.nearestOr(input.name(), "it reads ", inputs));
      return null;
    }
    return data.rows(input.value(), CaseColumns.typed(input.name(), schema(input.name())));
  }

  private TableSchema schema(String name) {
    return spec.table(name)
        .map(TableSpec::schema)
        .or(() -> spec.model(name).map(ModelSpec::output))
        .orElseThrow();
  }

  private @Nullable TestCase table(Field field, Section section) {
    Scalar name = section.text("table");
    TableSpec table = name == null ? null : spec.table(name.text()).orElse(null);
    if (table == null) {
      unknown(name, "table", spec.tables().stream().map(TableSpec::name).toList());
      return null;
    }
    Node written = section.node("given");
    CaseColumns raw = CaseColumns.raw(table.name(), table.schema());
    GivenRows given = written == null ? null : data.raw(written, raw);
    String time = time(section, "", table.quality());
    CaseColumns typed = CaseColumns.typed(table.name(), table.schema());
    Expected expected = new ExpectedReader(data, problems).read(section, typed, raw);
    return expected == null || given == null
        ? null
        : new TestCase(
            field.name(),
            field.key().position(),
            table.name(),
            Map.of(table.name(), given),
            time,
            vars(section),
            expected);
  }

  private Map<String, String> vars(Section section) {
    Map<String, String> vars = new LinkedHashMap<>();
    for (Field each : section.entries("vars")) {
      if (each.value() instanceof Scalar value) {
        vars.put(each.name(), value.text());
      } else {
        problems.error(
            ErrorCode.INVALID_VALUE,
            each.value().position(),
            "a variable has one value, not " + each.value().description());
      }
    }
    return vars;
  }

  private void unknown(@Nullable Scalar name, String kind, List<String> known) {
    if (name != null) {
      problems.error(
          ErrorCode.UNKNOWN_NAME,
          name.position(),
          "no %s is named `%s`".formatted(kind, name.text()),
          Suggestion.nearestOr(name.text(), "there are ", known));
    }
  }

  /** The time that statements see; they need one as soon as they ask. */
  private @Nullable String time(Section section, String sql, QualitySpec quality) {
    Scalar written = section.text("logical_time");
    if (written == null) {
      List<String> texts = new ArrayList<>(List.of(sql));
      quality.rules().forEach(rule -> texts.addAll(rule.texts()));
      if (!section.has("logical_time") && texts.stream().anyMatch(LogicalTime::isReadBy)) {
        section.missing(
            "logical_time",
            "what is tried here reads logical_time(), and the case does not say it");
      }
      return null;
    }
    try {
      return instant(written.text()).toString();
    } catch (DateTimeParseException e) {
      problems.error(
          ErrorCode.INVALID_VALUE,
          written.position(),
          written.description() + " is not a time",
          "write 2026-01-31T06:00:00Z or 2026-01-31");
      return null;
    }
  }

  private static Instant instant(String text) {
    return text.contains("T")
        ? OffsetDateTime.parse(text).toInstant()
        : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
