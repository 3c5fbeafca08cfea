// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate;

import dev.sluice.batch.RawNames;
import dev.sluice.batch.arrow.TextBatchBuilder;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.schema.Column;
import dev.sluice.schema.form.SourceNames;
import dev.sluice.spec.table.Contract;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the contract's columns among those of a batch, and their fields where types name them. */
final class HeaderMatch {
  /** So many unknown columns are named. */
  private static final int MOST_NAMED = 20;

  private final RowContract subject;
  private final String origin;

  private HeaderMatch(RowContract subject, String origin) {
    this.subject = subject;
    this.origin = origin;
  }

  /**
   * Finds the columns, by their names to the letter, or else by names that are like them.
   *
   * @param columns of the batch
   * @param origin of the batch, for the message
   * @throws PipelineException where the contract forbids a missing or an unknown column, or where
   *     it cannot be told which one is meant
   */
  static List<ContractField> match(RowContract subject, List<Column> columns, String origin) {
    HeaderMatch header = new HeaderMatch(subject, origin);
    boolean isJson = !subject.isModel() && columns.stream().anyMatch(HeaderMatch::isJson);
    List<Column> raw = header.sources(columns);
    List<List<Integer>> found = header.find(raw, isJson);
    header.check(found, raw);
    List<ContractField> fields = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      List<Integer> at = all(found.get(i), raw);
      String type = at.isEmpty() ? "VARCHAR" : raw.get(at.get(0)).type();
      fields.add(new ContractField(subject.sourced().get(i), i, at, type, isJson));
    }
    return fields;
  }

  /** Batches of JSON keep the keys that no column names. */
  private static boolean isJson(Column column) {
    return column.name().equals(TextBatchBuilder.UNKNOWN);
  }

  /** For each column of the contract where the batch has it, the best first. */
  private List<List<Integer>> find(List<Column> raw, boolean isJson) {
    // Records of JSON and rows of models were taken apart into the contract's own names.
    boolean isOwn = isJson || subject.isModel();
    List<SourceNames.Wanted> wanted =
        subject.sourced().stream()
            .map(c -> isOwn ? SourceNames.Wanted.own(c.name()) : c.sourcing().wanted(c.name()))
            .toList();
    try {
      return SourceNames.match(wanted, raw.stream().map(Column::name).toList());
    } catch (SourceNames.Ambiguous e) {
      throw new PipelineException(
          ErrorCode.HEADER_MISMATCH,
          "Table '%s', %s: it cannot be told which of the file's columns is meant: %s. Name it to the letter in `from`, or set `names: exact` of the source."
              .formatted(subject.table(), origin, e.getMessage()));
    }
  }

  /** The columns of a batch as their source calls them; the row's number has no name there. */
  private List<Column> sources(List<Column> columns) {
    if (subject.isModel()) {
      return columns;
    }
    return columns.stream()
        .map(c -> c.named(RowValidator.isOurs(c.name()) ? "" : RawNames.source(c.name())))
        .toList();
  }

  /** Texts under any name of a column: one row may use another name than the next. */
  private static List<Integer> all(List<Integer> found, List<Column> raw) {
    boolean areTexts = found.stream().allMatch(at -> raw.get(at).type().equals("VARCHAR"));
    return areTexts ? found : found.subList(0, 1);
  }

  /** The fields inside a value that one of the contract can be read from, the best first. */
  private static Stream<Column> named(Column column, List<Column> raw) {
    return Stream.concat(Stream.of(column.name()), column.aliases().stream())
        .flatMap(name -> raw.stream().filter(other -> other.name().equals(name)));
  }

  /** A record has a key that the contract neither names nor allows. */
  static PipelineException unknownKey(RowContract subject, String key, String origin) {
    return new HeaderMatch(subject, origin).unknown("", List.of(key), subject.sourced());
  }

  private void check(List<List<Integer>> found, List<Column> raw) {
    List<List<Column>> columns =
        found.stream().map(at -> at.stream().<Column>map(raw::get).toList()).toList();
    check("", subject.sourced(), columns, raw);
  }

  private void checkFields(String path, List<Column> wanted, List<Column> raw) {
    List<List<Column>> found = wanted.stream().map(field -> named(field, raw).toList()).toList();
    check(path, wanted, found, raw);
  }

  private void check(
      String path, List<Column> wanted, List<List<Column>> found, List<Column> columns) {
    List<Column> raw = columns.stream().filter(column -> !column.name().isEmpty()).toList();
    Set<Column> unknown = new HashSet<>(raw);
    for (int i = 0; i < wanted.size(); i++) {
      Column column = wanted.get(i);
      if (!found.get(i).isEmpty()) {
        found.get(i).forEach(unknown::remove);
        checkInside(path + column.name(), column, found.get(i).get(0).opened());
      } else if (isStrict(path.isEmpty() ? column.name() : path) && column.fallback() == null) {
        throw missing(path, column, raw);
      }
    }
    if (subject.contract().unknownField() == Contract.UnknownField.FAIL) {
      List<String> names = raw.stream().filter(unknown::contains).map(Column::name).toList();
      if (!names.isEmpty()) {
        throw unknown(path, names, wanted);
      }
    }
  }

  private void checkInside(String path, Column column, Column raw) {
    if (column.isStruct() && raw.isStruct() && !column.nested().isEmpty()) {
      boolean isUnion = raw.nested().stream().allMatch(f -> f.name().startsWith(Column.BRANCH));
      if (!isUnion) {
        checkFields(path + ".", column.nested(), raw.nested());
      }
    } else if ((column.isList() && raw.isList()) || (column.isMap() && raw.isMap())) {
      column.nested().stream()
          .limit(1)
          .forEach(item -> checkInside(path + item.name(), item, raw.nested().get(0)));
    }
  }

  /** Whether a column must be there, or a field inside of it. */
  private boolean isStrict(String path) {
    String column = path.replaceFirst("[.\\[{].*", "");
    return subject.isModel() || subject.contract().missing(column) == Contract.MissingField.FAIL;
  }

  private PipelineException missing(String path, Column column, List<Column> raw) {
    return new PipelineException(
        ErrorCode.SCHEMA_MISSING_FIELD,
        "Table '"
            + subject.table()
            + "', "
            + origin
            + ": the file has no column '"
            + path
            + (path.isEmpty() ? String.join("' or '", column.sourceNames()) : column.name())
            + "' (has: "
            + String.join(", ", raw.stream().map(c -> shown(path, c.name())).toList())
            + "). "
            + meant(path, column, raw)
            + "Correct the file or the schema, name the file's column in `from` of the column (or the"
            + " field's `aliases`), or set `contract: {missing_field: null}`.");
  }

  /** The file's column that is nearly called so. */
  private String meant(String path, Column column, List<Column> raw) {
    List<String> names = raw.stream().map(Column::name).toList();
    String bare = bare(column.name());
    String near =
        names.stream()
            .filter(name -> !bare.isEmpty() && bare(name).equals(bare))
            .findFirst()
            .orElseGet(() -> Suggestion.nearestOf(column.name(), names));
    return near == null || shown(path, near).endsWith("…")
        ? ""
        : "Is it '%s'? Then say `from: \"%s\"`. ".formatted(near, near.replace("\"", "\\\""));
  }

  /** A name without what people write between its words. */
  private static String bare(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }

  /** A file without a header has values where names should be. */
  private String shown(String path, String name) {
    boolean isOpen = !path.isEmpty() || !subject.schema().hasPii();
    return isOpen || subject.schema().column(name).isPresent() ? path + name : "…";
  }

  private PipelineException unknown(String path, List<String> columns, List<Column> wanted) {
    String named =
        columns.stream()
            .map(column -> "'" + shown(path, column) + "'")
            .distinct()
            .limit(MOST_NAMED)
            .collect(Collectors.joining(", "));
    int rest = columns.size() - MOST_NAMED;
    return new PipelineException(
        ErrorCode.SCHEMA_UNKNOWN_FIELD,
        "Table '"
            + subject.table()
            + "', "
            + origin
            + ": the contract does not name the file's column"
            + (columns.size() == 1 ? " " : "s ")
            + named
            + (rest > 0 ? " and %d more".formatted(rest) : "")
            + " (names: "
            + String.join(", ", wanted.stream().map(Column::name).toList())
            + "). Add "
            + (columns.size() == 1 ? "it" : "them")
            + " to the schema, or set `contract: {unknown_field: keep}`.");
  }
}
