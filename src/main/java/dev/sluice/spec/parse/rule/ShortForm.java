// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.rule;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Position;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.parse.rule.RuleDraft.Brief;
import dev.sluice.spec.rule.RuleSpec;
import dev.sluice.spec.rule.RuleSpec.Told;
import dev.sluice.spec.rule.SqlText;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes SQL of the short forms of one table, and reports those that do not fit its columns. */
final class ShortForm {
  private static final Map<String, String> EXAMPLES =
      Map.ofEntries(
          Map.entry("not_null", "`not_null: [order_id, email]`"),
          Map.entry("in", "`in: {status: [placed, shipped]}`"),
          Map.entry("between", "`between: {amount: [0, 10000]}`"),
          Map.entry("matches", "`matches: {email: \".+@.+\"}`"),
          Map.entry("length", "`length: {code: 3}`, `length: {code: [1, 10]}`"),
          Map.entry("format", "`format: {email: email}`"),
          Map.entry("latitude", "`latitude: lat`"),
          Map.entry("longitude", "`longitude: lon`"),
          Map.entry("wkt", "`wkt: geom`"),
          Map.entry("image_url", "`image_url: picture`"),
          Map.entry("embedding", "`embedding: {vector: {dimension: 384}}`"),
          Map.entry("json_schema", "`json_schema: {payload: schemas/payload.json}`"),
          Map.entry("ordered", "`ordered: [low, mid, high]`"));

  private final SpecContext reading;
  private final String table;
  private final TableSchema schema;

  ShortForm(SpecContext reading, String table, TableSchema schema) {
    this.reading = reading;
    this.table = table;
    this.schema = schema;
  }

  /**
   * What a kind asks.
   *
   * @param sql true, false, or null where the value is null
   * @param observed SQL of a text such as {@code is -3}
   * @param wanted such as {@code must be between 0 and 10000}
   */
  record Question(String sql, String observed, String wanted) {}

  /** A rule that does not fit; it says where, what, and what to write. */
  static final class Misfit extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Position position;
    private final @Nullable String suggestion;

    Misfit(Position position, String message, @Nullable String suggestion) {
      super(message, null, false, false);
      this.position = position;
      this.suggestion = suggestion;
    }
  }

  /** How a kind is written. */
  static String example(String kind) {
    return EXAMPLES.getOrDefault(kind, "`" + kind + ":`");
  }

  @Nullable RuleSpec of(Brief draft) {
    List<Column> columns =
        draft.head().at() == RuleSpec.At.RAW
            ? texts(columns(draft.columns()))
            : columns(draft.columns());
    if (columns.size() < draft.columns().size()) {
      return null;
    }
    try {
      Question question = question(draft, columns);
      if (question == null) {
        return null;
      }
      Node argument = draft.argument();
      Position position = argument == null ? draft.position() : argument.position();
      return new RuleSpec(
          draft.name(),
          new SqlText(question.sql(), position, SqlText.UNMAPPED),
          draft.head().consequence(),
          draft.head().where(),
          draft.head().at(),
          new Told(
              columns.stream().map(Column::name).toList(),
              question.observed(),
              question.wanted(),
              draft.kind().equals("not_null"),
              ErrorCode.RULE_BROKEN));
    } catch (Misfit e) {
      reading
          .problems()
          .error(
              ErrorCode.INVALID_VALUE,
              e.position,
              "`" + draft.kind() + "` " + e.getMessage(),
              e.suggestion == null ? "write " + example(draft.kind()) : e.suggestion);
      return null;
    }
  }

  private static List<Column> texts(List<Column> columns) {
    return columns.stream()
        .map(column -> Column.of(column.name(), "VARCHAR", true).personal(column.pii()))
        .toList();
  }

  /** Null when its file was reported. */
  private @Nullable Question question(Brief draft, List<Column> columns) throws Misfit {
    Subject subject = new Subject(columns.get(0), draft.position());
    Node argument = draft.argument();
    return switch (draft.kind()) {
      case "not_null" -> ValueForms.notNull(subject);
      case "in" -> ValueForms.in(subject, given(argument));
      case "between" -> ValueForms.between(subject, given(argument));
      case "latitude" -> ValueForms.degrees(subject, 90);
      case "longitude" -> ValueForms.degrees(subject, 180);
      case "ordered" -> OrderedForm.of(columns, draft.columns());
      case "length" -> LengthForms.length(subject, given(argument));
      case "embedding" -> LengthForms.embedding(subject, given(argument), reading);
      case "matches" -> TextForms.matches(subject, given(argument));
      case "format" -> TextForms.format(subject, given(argument));
      case "wkt" -> TextForms.wkt(subject);
      case "image_url" -> TextForms.imageUrl(subject);
      case "json_schema" -> jsonSchema(subject, given(argument));
      default -> new JavaForm(reading, draft.kind()).of(subject, argument);
    };
  }

  /** A schema, or the name of a file that holds one. */
  private @Nullable Question jsonSchema(Subject subject, Node argument) throws Misfit {
    JavaForm form = new JavaForm(reading, "json_schema");
    if (!(argument instanceof Scalar scalar) || !scalar.isText()) {
      return form.of(subject, argument);
    }
    Node schema = form.file(scalar);
    return schema == null ? null : form.of(subject, schema);
  }

  private static Node given(@Nullable Node argument) {
    if (argument == null) {
      throw new IllegalStateException("A kind without what it asks");
    }
    return argument;
  }

  private List<Column> columns(List<Scalar> names) {
    List<Column> columns = new ArrayList<>();
    for (Scalar name : names) {
      Column column = schema.column(name.text()).orElse(null);
      if (column == null) {
        reading
            .problems()
            .error(
                ErrorCode.UNKNOWN_NAME,
                name.position(),
                "`" + table + "` has no column `" + name.text() + "`",
                Suggestion.nearestOr(name.text(), "it has ", schema.names()));
      } else {
        columns.add(column);
      }
    }
    return columns;
  }
}
