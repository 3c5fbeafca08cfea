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
import dev.sluice.validate.cast.ColumnCast;
import dev.sluice.validate.rule.RuleSql;
import dev.sluice.validate.unknown.DifferenceCounts;
import dev.sluice.validate.unknown.GatheredTexts;
import dev.sluice.validate.unknown.UnknownFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private static final String MISSED = "'SCHEMA_MISSING_FIELD'";

  private final RowContract subject;
  private final @Nullable DeletionContract deletion;
  private final List<Column> header;
  private final List<ContractField> fields;
  private final List<ColumnCast> casts;
  private final int number;
  private final RuleSql rules;
  private final UnknownFields unknown;

  ValidationSql(RowContract subject, List<Column> header, String origin) {
    this.subject = subject;
    this.deletion = subject.deletion();
    this.header = List.copyOf(header);
    this.fields = HeaderMatch.match(subject, header, origin);
    this.rules = new RuleSql(subject.table(), subject.schema(), subject.strict());
    this.casts = fields.stream().map(field -> field.cast(subject)).toList();
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
      } else if (at != number && fields.stream().noneMatch(f -> f.from().contains(position))) {
        String name = RawNames.source(raw.name());
        places.add(new UnknownFields.Place(at, name, raw.type(), ContractField.raw(at)));
      }
    }
    return findInside(places, keys);
  }

  private UnknownFields findInside(List<UnknownFields.Place> places, @Nullable String keys) {
    List<UnknownFields.Inside> inside = new ArrayList<>();
    List<UnknownFields.Wrong> wrong = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      ContractField field = fields.get(i);
      UnknownFields.Place place = field.place(header);
      UnknownFields.Inside own = field.inside(place, casts.get(i));
      if (own != null) {
        inside.add(own);
      }
      String ok = isLenient(i) ? fits(i) : null;
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

  /** Whether wrong values of a column are null instead of making their rows dead. */
  private boolean isLenient(int i) {
    return !fields.get(i).from().isEmpty() && subject.nulls(fields.get(i).column());
  }

  /**
   * Whether a lenient column takes a value, which is named {@code __t}; null when it always does.
   */
  private @Nullable String fits(int i) {
    Column column = fields.get(i).column();
    String ok = casts.get(i).ok("__t" + i);
    boolean isPlain = casts.get(i).isDeep() || column.symbols().isEmpty();
    return isPlain ? ok : and(ok, isSymbol(column, "__t" + i));
  }

  /** By the columns whose wrong values are null, the raw value, null where it says nothing. */
  private Map<String, String> lenient() {
    Map<String, String> all = new TreeMap<>();
    for (int i = 0; i < fields.size(); i++) {
      if (isLenient(i) && fits(i) != null) {
        String raw = fields.get(i).raw();
        boolean isText = casts.get(i).isDeep() && fields.get(i).type().equals("VARCHAR");
        all.put(
            fields.get(i).column().name(),
            isText ? "CASE WHEN trim(%1$s) <> 'null' THEN %1$s END".formatted(raw) : raw);
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
        && fields.size() == header.size()
        && IntStream.range(0, fields.size()).allMatch(i -> fields.get(i).from().equals(List.of(i)));
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
    for (int i = 0; i < fields.size(); i++) {
      boolean isMissed = fields.get(i).isMissed(subject);
      String code = isMissed ? MISSED : code(i);
      if (isMissed) {
        select.add(code + " AS __c" + i);
      } else if (code != null) {
        select.add(code + (casts.get(i).isDeep() ? " AS __n" : " AS __c") + i);
        select.add((isTold(i) ? "NULL::VARCHAR" : shown(fields.get(i))) + " AS __v" + i);
      }
    }
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
    for (int i = 0; i < fields.size(); i++) {
      Column column = fields.get(i).column();
      if (strict.stream().anyMatch(rule -> mentioned(rule).contains(column.name()))) {
        select.add(seen(column) + " AS __w" + i);
        if (!subject.isModel()) {
          select.add(shown(fields.get(i)) + " AS __u" + i);
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
    for (ContractField field : fields) {
      texts.put(field.column().name(), "CAST(" + field.raw() + " AS VARCHAR)");
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
    for (int i = 0; i < fields.size(); i++) {
      String name = SqlName.quote(fields.get(i).column().name());
      select.add(casts.get(i).value() + " AS " + (isLenient(i) ? "__t" + i : name));
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
    for (int i = 0; i < fields.size(); i++) {
      if (isLenient(i)) {
        all.add(clean(i) + " AS " + SqlName.quote(fields.get(i).column().name()));
      }
    }
    if (subject.keepsUnknown()) {
      all.add(unknown.json() + " AS " + SqlName.quote(Column.EXTRA));
    }
    return all;
  }

  private String clean(int i) {
    String ok = isLenient(i) ? fits(i) : casts.get(i).ok("__t" + i);
    return ok == null ? "__t" + i : "CASE WHEN " + ok + " THEN __t" + i + " END";
  }

  /** FROM: the typed values under their names, null where they are wrong, and the raw ones. */
  private String cleanInput() {
    List<String> inner = new ArrayList<>(List.of("*"));
    List<String> outer = new ArrayList<>(List.of("*"));
    for (int i = 0; i < fields.size(); i++) {
      inner.add(casts.get(i).value() + " AS __t" + i);
      outer.add(clean(i) + " AS " + SqlName.quote(fields.get(i).column().name()));
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
        fields.stream().flatMap(f -> f.from().stream()).distinct().map(ContractField::raw);
    Stream<String> others = unknown.places().stream().map(UnknownFields.Place::sql);
    Stream<String> keys = Stream.ofNullable(unknown.keys());
    return Stream.of(own, others, keys, prepared().keySet().stream(), rules.answers().stream())
        .flatMap(each -> each)
        .toList();
  }

  private Map<String, String> prepared() {
    Map<String, String> all = new TreeMap<>();
    for (int i = 0; i < fields.size(); i++) {
      all.putAll(fields.get(i).prepared(casts.get(i)));
    }
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
    for (int i = 0; i < fields.size(); i++) {
      String ok = condition(i);
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

  private @Nullable String condition(int i) {
    String ok = whole(i);
    ContractField field = fields.get(i);
    return ok == null || deletion == null || !deletion.spares(field.column())
        ? ok
        : "(" + ok + ") OR (" + field.raw() + " IS NULL AND " + deletion.holds() + ")";
  }

  private @Nullable String whole(int i) {
    Column column = fields.get(i).column();
    if (fields.get(i).isMissed(subject)) {
      return "false";
    }
    if (isLenient(i)) {
      return null;
    }
    String name = SqlName.quote(column.name());
    String ok = casts.get(i).ok(name);
    if (casts.get(i).isDeep()) {
      return ok;
    }
    if (ok == null && column.symbols().isEmpty()) {
      return column.nullable() ? null : name + " IS NOT NULL";
    }
    ok = and(ok, column.symbols().isEmpty() ? null : isSymbol(column, name));
    return column.nullable() ? fields.get(i).raw() + " IS NULL OR (" + ok + ")" : ok;
  }

  private static String and(@Nullable String first, @Nullable String second) {
    if (first == null) {
      return String.valueOf(second);
    }
    return second == null ? first : "(" + first + ") AND " + second;
  }

  private static String isSymbol(Column column, String value) {
    return value
        + " IN ("
        + column.symbols().stream().map(SqlName::literal).collect(Collectors.joining(", "))
        + ")";
  }

  private static String where(List<String> conditions, String not) {
    if (conditions.isEmpty()) {
      return not.isEmpty() ? "" : " WHERE false";
    }
    String all = String.join(" AND ", conditions);
    return not.isEmpty() ? " WHERE " + all : " WHERE (" + all + ") IS NOT TRUE";
  }

  /** What is wrong with column {@code i}, over {@link #cleanInput}; null when nothing can be. */
  private @Nullable String code(int i) {
    ColumnCast cast = casts.get(i);
    Column column = fields.get(i).column();
    if (isLenient(i)) {
      return null;
    }
    boolean isSpared = deletion != null && deletion.spares(column);
    if (cast.isDeep()) {
      String problems = cast.problems("__t" + i);
      return problems == null || !isSpared ? problems : unlessSpared(i, problems);
    }
    String name = SqlName.quote(column.name());
    StringBuilder sql = new StringBuilder("CASE");
    if (cast.ok("__t" + i) != null) {
      sql.append(" WHEN ").append(name).append(" IS NULL AND ").append(fields.get(i).raw());
      sql.append(" IS NOT NULL THEN ").append(cast.code("__t" + i));
    }
    if (!column.nullable()) {
      String missing = " WHEN " + name + " IS NULL THEN ";
      sql.append(missing)
          .append(isSpared ? unlessSpared(i, "'NULL_VIOLATION'") : "'NULL_VIOLATION'");
    }
    if (!column.symbols().isEmpty()) {
      sql.append(" WHEN NOT ").append(isSymbol(column, name)).append(" THEN 'ENUM_UNKNOWN'");
    }
    return sql.length() == 4 ? null : sql + " END";
  }

  private String unlessSpared(int i, String problem) {
    String deletes = Objects.requireNonNull(deletion).holds();
    String isSpared = fields.get(i).raw() + " IS NULL AND " + deletes;
    return "CASE WHEN NOT (" + isSpared + ") THEN " + problem + " END";
  }

  /** Whether a column's problems tell its raw value themselves. */
  private boolean isTold(int i) {
    return casts.get(i).isDeep() && casts.get(i).prepared().isEmpty();
  }

  /** Whole where it will be masked: its token must tell it from others that begin alike. */
  private static String shown(ContractField field) {
    String raw = field.raw();
    String text = field.type().equals("VARCHAR") ? raw : "CAST(" + raw + " AS VARCHAR)";
    return field.column().pii() ? text : "left(" + text + ", 600)";
  }

  private static String seen(Column column) {
    String text = "CAST(" + SqlName.quote(column.name()) + " AS VARCHAR)";
    return column.pii() ? text : "left(" + text + ", 100)";
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
