// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate;

import dev.sluice.batch.RawNames;
import dev.sluice.batch.arrow.TextBatchBuilder;
import dev.sluice.kernel.sql.RowJson;
import dev.sluice.kernel.sql.RowJson.Value;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.spec.rule.RuleSpec;
import dev.sluice.spec.rule.SqlText;
import dev.sluice.spec.table.Contract;
import dev.sluice.validate.rule.RuleSql;
import dev.sluice.validate.unknown.DifferenceCounts;
import dev.sluice.validate.unknown.GatheredTexts;
import dev.sluice.validate.unknown.UnknownFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The statements that judge batches of one raw schema, over an input called {@link #INPUT}.
 *
 * <p>Raw columns are named by position, so that no name of a source ever reaches a statement. The
 * inner SELECT ends in {@code OFFSET 0}: without it the optimiser copies every cast into the
 * filter, and each value is cast twice (seen: 1.5 s instead of 1.0 s for 1.2 million rows).
 */
final class ValidationSql {
  static final String INPUT = "__batch";

  private final RowContract subject;
  private final @Nullable DeletionContract deletion;
  private final List<Column> header;
  private final List<JudgedColumn> columns;
  private final int number;
  private final RuleSql rules;
  private final UnknownFields unknown;

  ValidationSql(RowContract subject, List<Column> header, String origin) {
    this.subject = subject;
    this.deletion = subject.deletion();
    this.header = List.copyOf(header);
    this.columns =
        HeaderMatch.match(subject, header, origin).stream()
            .map(field -> JudgedColumn.of(subject, field))
            .toList();
    this.rules = new RuleSql(subject.table(), subject.schema(), subject.strict());
    // A model's files have no numbers; a column of theirs may be called so.
    this.number =
        subject.isModel()
            ? -1
            : header.stream().map(Column::name).toList().indexOf(TextBatchBuilder.ROW);
    this.unknown = findUnknown();
  }

  private UnknownFields findUnknown() {
    if (!subject.looksAtUnknown()) {
      return new UnknownFields(List.of(), null, List.of(), List.of());
    }
    List<UnknownFields.Place> places = new ArrayList<>();
    String keys = null;
    for (int at = 0; at < header.size(); at++) {
      Column raw = header.get(at);
      int position = at;
      if (raw.name().equals(TextBatchBuilder.UNKNOWN) || raw.name().equals(GatheredTexts.NAME)) {
        keys = ContractField.raw(at);
      } else if (at != number
          && columns.stream().noneMatch(c -> c.field().from().contains(position))) {
        String name = RawNames.source(raw.name());
        places.add(new UnknownFields.Place(at, name, raw.type(), ContractField.raw(at)));
      }
    }
    return findInside(places, keys);
  }

  private UnknownFields findInside(List<UnknownFields.Place> places, @Nullable String keys) {
    List<UnknownFields.Inside> inside = new ArrayList<>();
    List<UnknownFields.Wrong> wrong = new ArrayList<>();
    for (JudgedColumn column : columns) {
      ContractField field = column.field();
      UnknownFields.Place place = field.place(header);
      UnknownFields.Inside own = field.inside(place, column.cast());
      if (own != null) {
        inside.add(own);
      }
      String ok = column.isLenient() ? column.fits() : null;
      if (ok != null) {
        String isWrong = field.raw() + " IS NOT NULL AND (" + ok + ") IS NOT TRUE";
        wrong.add(new UnknownFields.Wrong(place, isWrong, field.mayBeJson()));
      }
    }
    return new UnknownFields(places, keys, inside, wrong);
  }

  /** What the contract does not name. */
  UnknownFields unknown() {
    return unknown;
  }

  /** What is counted of rows that are good although the contract does not take all of them. */
  DifferenceCounts.Asked asked() {
    return new DifferenceCounts.Asked(
        subject.table(), subject.countsUnknown() ? unknown : null, lenient(), INPUT, aliased());
  }

  /** By the columns whose wrong values are null, the raw value, null where it says nothing. */
  private Map<String, String> lenient() {
    Map<String, String> all = new TreeMap<>();
    for (JudgedColumn column : columns) {
      if (column.isLenient() && column.fits() != null) {
        all.put(column.name(), column.said());
      }
    }
    return all;
  }

  /** One key that the contract neither names nor allows; null when every key is allowed. */
  @Nullable String unknownKey() {
    boolean isClosed = subject.contract().unknownField() == Contract.UnknownField.FAIL;
    int at = header.stream().map(Column::name).toList().indexOf(TextBatchBuilder.UNKNOWN);
    return isClosed && at >= 0 && !subject.isModel()
        ? "SELECT json_keys(%1$s)[1]%2$s WHERE %1$s IS NOT NULL LIMIT 1"
            .formatted(ContractField.raw(at), aliased())
        : null;
  }

  /** Where the row number stands; -1 when rows have none. */
  int number() {
    return number;
  }

  /** Whether no row of this schema can be bad, and typed rows are what the raw ones are. */
  boolean isIdentity() {
    return subject.isModel()
        && conditions().isEmpty()
        && columns.size() == header.size()
        && columns.stream().allMatch(c -> c.field().from().equals(List.of(c.field().index())));
  }

  /** The good rows: {@code __row}, then the contract's columns. */
  String good() {
    String columns = SqlName.list(subject.schema().names());
    return "SELECT "
        + (number < 0 ? columns : TextBatchBuilder.TYPED_ROW + ", " + columns)
        + typedInput(rowNumber())
        + where(conditions(), "");
  }

  /** The 0-based positions of the bad rows, for rows that have no number. */
  String positions() {
    return "SELECT __p"
        + typedInput("row_number() OVER () - 1 AS __p")
        + where(conditions(), "NOT");
  }

  /**
   * Judges every row in detail: the row number, the payload, then for each column that can be wrong
   * its code (null when right), or for a nested one a list of what is wrong, and its raw value in
   * short, then for each rule its code, and the value in short of each column that a rule mentions.
   *
   * @param withPayload whether rows have no bytes of their own, so that their values are wanted
   */
  String reasons(boolean withPayload) {
    List<String> select = new ArrayList<>();
    select.add(number < 0 ? "0::BIGINT AS __row" : TextBatchBuilder.TYPED_ROW);
    select.add((withPayload ? RowJson.write(values()) : "NULL::VARCHAR") + " AS __payload");
    columns.forEach(column -> select.addAll(column.problems()));
    if (subject.buriesUnknown() && !unknown.isEmpty()) {
      select.add(unknown.names() + " AS __u");
    }
    List<RuleSpec> strict = subject.strict();
    for (int j = 0; j < strict.size(); j++) {
      String holds = rules.holds(strict.get(j));
      select.add(
          "CASE"
              + (deletion == null ? "" : " WHEN " + deletion.holds() + " THEN NULL")
              + " WHEN "
              + holds
              + " IS NULL THEN 'SQL_FAILED' WHEN NOT "
              + holds
              + " THEN '"
              + strict.get(j).code()
              + "' END AS __q"
              + j);
      String observed = rules.observed(strict.get(j));
      if (observed != null) {
        select.add("CASE WHEN NOT " + holds + " THEN " + observed + " END AS __o" + j);
      }
    }
    if (deletion != null) {
      select.add("CASE WHEN " + deletion.computed() + " IS NULL THEN 'SQL_FAILED' END AS __d");
    }
    for (JudgedColumn column : columns) {
      if (strict.stream().anyMatch(rule -> mentioned(rule).contains(column.name()))) {
        select.add(column.seen() + " AS __w" + column.field().index());
        if (!subject.isModel()) {
          select.add(column.shown() + " AS __u" + column.field().index());
        }
      }
    }
    return "SELECT " + String.join(", ", select) + cleanInput();
  }

  /** SQL of a rule alone and unprotected, to learn why it fails. */
  String alone(RuleSpec rule, SqlText sql) {
    return rule.isRaw()
        ? rules.alone(sql, prepared(input()), texts())
        : "SELECT " + RuleSql.alone(sql) + cleanInput();
  }

  /** A rule may name its table before a column. */
  private String asTable() {
    return " AS " + SqlName.quote(subject.table());
  }

  /** The names of the contract's columns that a rule reads, or that its text mentions. */
  List<String> mentioned(RuleSpec rule) {
    return rules.mentioned(rule);
  }

  /** The texts of columns as their source has them. */
  private Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (JudgedColumn column : columns) {
      texts.put(column.name(), "CAST(" + column.field().raw() + " AS VARCHAR)");
    }
    return texts;
  }

  private String rowNumber() {
    return number < 0 ? "" : ContractField.raw(number) + " AS " + TextBatchBuilder.TYPED_ROW;
  }

  /** FROM: the typed values under their names, wrong ones included, and the raw ones. */
  private String typedInput(String first) {
    List<String> select = new ArrayList<>(raws());
    if (!first.isEmpty()) {
      select.add(0, first);
    }
    for (JudgedColumn column : columns) {
      String name = column.isLenient() ? column.typed() : column.quoted();
      select.add(column.cast().value() + " AS " + name);
    }
    String typed = " FROM (SELECT " + String.join(", ", select) + aliased() + " OFFSET 0)";
    List<String> more = settled();
    return more.isEmpty()
        ? typed + asTable()
        : " FROM (SELECT *, " + String.join(", ", more) + typed + " OFFSET 0)" + asTable();
  }

  /** What is made of typed values under other names: lenient columns, and what is kept beside. */
  private List<String> settled() {
    List<String> all = new ArrayList<>();
    for (JudgedColumn column : columns) {
      if (column.isLenient()) {
        all.add(column.clean() + " AS " + column.quoted());
      }
    }
    if (subject.keepsUnknown()) {
      all.add(unknown.json() + " AS " + SqlName.quote(Column.EXTRA));
    }
    return all;
  }

  /** FROM: the typed values under their names, null where they are wrong, and the raw ones. */
  private String cleanInput() {
    List<String> inner = new ArrayList<>(List.of("*"));
    List<String> outer = new ArrayList<>(List.of("*"));
    for (JudgedColumn column : columns) {
      inner.add(column.cast().value() + " AS " + column.typed());
      outer.add(column.clean() + " AS " + column.quoted());
    }
    if (subject.keepsUnknown()) {
      outer.add(unknown.json() + " AS " + SqlName.quote(Column.EXTRA));
    }
    if (number >= 0) {
      outer.add(rowNumber());
    }
    return " FROM (SELECT "
        + String.join(", ", outer)
        + " FROM (SELECT "
        + String.join(", ", inner)
        + aliased()
        + " OFFSET 0) OFFSET 0)"
        + asTable();
  }

  private List<String> raws() {
    Stream<String> own =
        columns.stream()
            .flatMap(column -> column.field().from().stream())
            .distinct()
            .map(ContractField::raw);
    Stream<String> others = unknown.places().stream().map(UnknownFields.Place::sql);
    Stream<String> keys = Stream.ofNullable(unknown.keys());
    return Stream.of(own, others, keys, prepared().keySet().stream(), rules.answers().stream())
        .flatMap(each -> each)
        .toList();
  }

  private Map<String, String> prepared() {
    Map<String, String> all = new TreeMap<>();
    columns.forEach(column -> all.putAll(column.field().prepared(column.cast())));
    return all;
  }

  private String aliased() {
    return rules.answered(prepared(input()), texts());
  }

  private String input() {
    return " FROM "
        + INPUT
        + " AS __b("
        + IntStream.range(0, header.size())
            .mapToObj(ContractField::raw)
            .collect(Collectors.joining(", "))
        + ")";
  }

  private String prepared(String input) {
    Map<String, String> all = prepared();
    String before =
        all.entrySet().stream()
            .map(entry -> entry.getValue() + " AS " + entry.getKey())
            .collect(Collectors.joining(", "));
    return all.isEmpty() ? input : " FROM (SELECT *, " + before + input + " OFFSET 0)";
  }

  /** What must be true of a good row, over {@link #typedInput}. */
  private List<String> conditions() {
    List<String> all = new ArrayList<>();
    for (JudgedColumn column : columns) {
      String ok = column.condition();
      if (ok != null) {
        all.add("(" + ok + ")");
      }
    }
    if (subject.buriesUnknown() && !unknown.isEmpty()) {
      all.add(unknown.isNone());
    }
    subject
        .strict()
        .forEach(rule -> all.add(orDeleted("coalesce(" + rules.holds(rule) + ", false)")));
    if (deletion != null) {
      all.add(deletion.computed() + " IS NOT NULL");
    }
    return all;
  }

  /** A condition of which a row that deletes its key is free. */
  private String orDeleted(String condition) {
    return deletion == null ? condition : "(" + condition + " OR " + deletion.holds() + ")";
  }

  private static String where(List<String> conditions, String not) {
    if (conditions.isEmpty()) {
      return not.isEmpty() ? "" : " WHERE false";
    }
    String all = String.join(" AND ", conditions);
    return not.isEmpty() ? " WHERE " + all : " WHERE (" + all + ") IS NOT TRUE";
  }

  /** What the raw rows are, but for their number; {@link RowJson#read} needs it. */
  String rowType() {
    return RowJson.type(values());
  }

  private List<Value> values() {
    return IntStream.range(0, header.size())
        .filter(i -> i != number)
        .mapToObj(i -> new Value(header.get(i).name(), header.get(i).type(), ContractField.raw(i)))
        .toList();
  }
}
