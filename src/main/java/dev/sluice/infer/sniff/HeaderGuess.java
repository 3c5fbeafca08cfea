// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.sniff;

import dev.sluice.infer.sniff.Delimiters.Cut;
import dev.sluice.infer.words.Codes;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.SourceSpec.Lines;
import dev.sluice.spec.unit.Trim;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds where the rows of a delimited text begin, and whether a header stands before them. */
final class HeaderGuess {
  /** Rows that tell what a column holds. */
  private static final int BODY = 300;

  /** Fewer may be codes of one shape by chance. */
  private static final int CODES = 20;

  private static final Pattern NAME =
      Pattern.compile("[\\p{L}_#%][\\p{L}\\p{N} _.()/%#$&?:-]{0,60}");

  private final Cut cut;
  private final List<SampleRecord> records;
  private final List<String> evidence = new ArrayList<>();

  private HeaderGuess(Cut cut) {
    this.cut = cut;
    this.records = cut.records();
  }

  static Dialect of(Cut cut, String encoding) {
    HeaderGuess guess = new HeaderGuess(cut);
    return guess.dialect(encoding);
  }

  private Dialect dialect(String encoding) {
    int first = first();
    int skip = first == 0 ? 0 : records.get(first).line();
    if (skip > 0) {
      evidence.add(
          skip == 1
              ? "the first line is no row: skipped"
              : "the first " + skip + " lines are no rows: skipped");
    }
    if (cut.marks().escape() != 0) {
      evidence.add("quotes stand in values behind a backslash: it escapes them");
    }
    boolean hasHeader = true;
    List<String> names = List.of();
    if (!records.isEmpty()) {
      SampleRecord head = records.get(first);
      List<SampleRecord> body =
          records.subList(first + 1, Math.min(records.size(), first + 1 + BODY));
      hasHeader = isShort(head, body) || isHeader(head, body);
      if (!hasHeader) {
        evidence.add("the first line holds values, as those below it: no header");
      } else if (isUnnamed(head, body)) {
        int lines = body.isEmpty() ? head.line() + 1 : body.get(0).line();
        boolean hasUnits = hasUnits(body);
        skip = hasUnits ? body.get(1).line() : lines;
        names = unique(head, isShort(head, body) && !isTailed(head, body));
        if (isTailed(head, body)) {
          names.add("column_" + (names.size() + 1));
        }
        hasHeader = false;
      } else {
        names = head.fields();
      }
    }
    SourceSpec.Csv csv =
        new SourceSpec.Csv(List.of(), cut.delimiter(), cut.quote(), List.of(""))
            .lined(new Lines(skip, hasHeader, Trim.NONE))
            .escaped(cut.marks().escape() == 0 ? null : cut.marks().escape())
            .in(encoding);
    return new Dialect(csv, names, evidence);
  }

  /** The record that rows begin with, header or not: the first that is as wide as most are. */
  private int first() {
    if (cut.width() == 1) {
      return comments();
    }
    int at = 0;
    while (at < records.size() && !isWide(records.get(at), at)) {
      at++;
    }
    return at >= records.size() ? 0 : at;
  }

  private boolean isWide(SampleRecord record, int at) {
    if (record.fields().get(0).startsWith("#") && at + 1 < records.size()) {
      boolean isNamed =
          record.width() == cut.width() && !records.get(at + 1).fields().get(0).startsWith("#");
      return isNamed && record.fields().stream().noneMatch(String::isBlank);
    }
    boolean isShortHeader =
        record.width() == cut.width() - 1
            && at == 0
            && cut.share() > 0.6
            && record.fields().stream().noneMatch(String::isBlank);
    boolean isFilled =
        record.width() == cut.width() && filled(record) > Math.min(1, cut.width() / 3);
    return isFilled || isShortHeader;
  }

  private static long filled(SampleRecord record) {
    return record.fields().stream().filter(cell -> !cell.isBlank()).count();
  }

  private int comments() {
    int at = 0;
    while (at < records.size() - 1 && records.get(at).fields().get(0).startsWith("#")) {
      at++;
    }
    return at;
  }

  /** Whether the header lacks the name of a first column, as of row names. */
  private static boolean isShort(SampleRecord head, List<SampleRecord> body) {
    return !body.isEmpty()
        && body.stream().filter(row -> row.width() == head.width() + 1).count() > body.size() * 0.8;
  }

  /** Whether all that the header has no name for is what a delimiter at the end of rows makes. */
  private static boolean isTailed(SampleRecord head, List<SampleRecord> body) {
    return isShort(head, body)
        && body.stream()
            .filter(row -> row.width() == head.width() + 1)
            .allMatch(row -> row.fields().get(head.width()).isBlank());
  }

  /**
   * Whether the reader would take no names from this header, or would take rows for what is none.
   */
  private boolean isUnnamed(SampleRecord head, List<SampleRecord> body) {
    if (isShort(head, body)) {
      evidence.add(
          isTailed(head, body)
              ? "a delimiter ends each row, and not the header: the last column has no name"
              : "the header has one name less than rows have values: the first column has none");
      return true;
    }
    Set<String> seen = new HashSet<>();
    for (String cell : head.fields()) {
      if (!cell.isBlank() && !seen.add(cell.toLowerCase(Locale.ROOT))) {
        evidence.add("the header has `" + cell + "` twice: columns are taken by their place");
        return true;
      }
    }
    if (hasUnits(body)) {
      evidence.add("the line below the header holds no values, as units: skipped");
      return true;
    }
    return false;
  }

  /** Whether the first row says something of columns that hold numbers, in words. */
  private boolean hasUnits(List<SampleRecord> body) {
    if (body.size() < 4) {
      return false;
    }
    SampleRecord first = body.get(0);
    List<SampleRecord> rest = body.subList(1, body.size());
    int typed = 0;
    for (int i = 0; i < first.width(); i++) {
      String cell = first.fields().get(i);
      if (Cells.isTyped(cell)) {
        return false;
      }
      typed += share(rest, i) == 1 && !Cells.isNothing(cell) ? 1 : 0;
    }
    return typed > 0 && typed >= first.width() / 3;
  }

  private boolean isHeader(SampleRecord head, List<SampleRecord> body) {
    if (isYears(head)) {
      return true;
    }
    double votes = 0;
    for (int i = 0; i < head.width(); i++) {
      votes += vote(head.fields().get(i), i, body);
    }
    return votes > 0;
  }

  private static double vote(String cell, int column, List<SampleRecord> body) {
    if (Cells.isTyped(cell)) {
      return -1;
    }
    if (cell.isBlank()) {
      return column == 0 ? 0 : -0.1;
    }
    if (share(body, column) >= 0.9) {
      return Cells.isNothing(cell) ? 0 : 2;
    }
    if (isCode(cell, column, body)) {
      return -1;
    }
    boolean isAgain =
        body.stream()
            .anyMatch(row -> column < row.width() && row.fields().get(column).equals(cell));
    return isAgain ? -0.5 : NAME.matcher(cell).matches() ? 0.3 : -0.1;
  }

  /** Whether a cell is one of codes in capitals with all cells below it, as {@code AAA} is. */
  private static boolean isCode(String cell, int column, List<SampleRecord> body) {
    String shape = Codes.shape(cell);
    return shape.startsWith("A")
        && body.size() >= CODES
        && body.stream()
            .allMatch(
                row -> column < row.width() && Codes.shape(row.fields().get(column)).equals(shape));
  }

  /** The share of a column's cells that are numbers or dates, of those that say something. */
  private static double share(List<SampleRecord> body, int column) {
    long said = 0;
    long typed = 0;
    for (SampleRecord row : body) {
      String cell = column < row.width() ? row.fields().get(column) : "";
      if (!Cells.isNothing(cell)) {
        said++;
        typed += Cells.isTyped(cell) ? 1 : 0;
      }
    }
    return said == 0 ? 0 : typed / (double) said;
  }

  /** Whether columns are called by years, one after the other. */
  private static boolean isYears(SampleRecord head) {
    List<Integer> years =
        head.fields().stream()
            .filter(Cells::isYear)
            .map(cell -> Integer.valueOf(cell.strip()))
            .toList();
    for (int i = 1; i < years.size(); i++) {
      if (years.get(i) <= years.get(i - 1)) {
        return false;
      }
    }
    boolean isText =
        head.fields().stream().anyMatch(cell -> !Cells.isTyped(cell) && !cell.isBlank());
    return isText && years.size() >= 3 && years.size() >= head.width() / 2;
  }

  private static List<String> unique(SampleRecord head, boolean isShort) {
    List<String> names = new ArrayList<>();
    if (isShort) {
      names.add("row_name");
    }
    Set<String> seen = new HashSet<>();
    for (String cell : head.fields()) {
      String name = cell.isBlank() ? "column_" + (names.size() + 1) : cell.strip();
      String free = name;
      for (int i = 2; !seen.add(free.toLowerCase(Locale.ROOT)); i++) {
        free = name + "_" + i;
      }
      names.add(free);
    }
    return names;
  }
}
