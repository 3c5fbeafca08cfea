// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.sniff;

import dev.sluice.infer.sniff.SampleRecord.Marks;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finds delimiter and quote: the pair by which most records are equally wide, and by which the
 * fewest cells still hold what could be a delimiter.
 */
final class Delimiters {
  private static final char NONE = 0;
  private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|');

  /** What a text has that no delimiter cuts. */
  private static final double ONE_COLUMN = 0.4;

  private Delimiters() {}

  /**
   * One way to cut the beginning of a text.
   *
   * @param width of most records
   * @param share of the records that have this width
   */
  record Cut(Marks marks, List<SampleRecord> records, int width, double share) {
    static Cut of(String text, Marks marks, boolean isCut) {
      List<SampleRecord> records = SampleRecord.of(text, marks, isCut);
      Map<Integer, Integer> widths = new HashMap<>();
      records.forEach(record -> widths.merge(record.width(), 1, Integer::sum));
      int most =
          widths.entrySet().stream()
              .max(
                  Comparator.<Map.Entry<Integer, Integer>>comparingInt(Map.Entry::getValue)
                      .thenComparing(Map.Entry::getKey))
              .map(Map.Entry::getKey)
              .orElse(1);
      double share = records.isEmpty() ? 1 : widths.getOrDefault(most, 0) / (double) records.size();
      return new Cut(marks, records, most, share);
    }

    char delimiter() {
      return marks.delimiter();
    }

    char quote() {
      return marks.quote();
    }

    /** How well it explains the text. */
    double score() {
      return (width == 1 ? ONE_COLUMN * share : share * clean()) * whole();
    }

    /** The share of records in which nothing stands behind a closing quote. */
    private double whole() {
      long broken = records.stream().filter(SampleRecord::isBroken).count();
      return records.isEmpty() ? 1 : 1 - broken / (double) records.size();
    }

    /**
     * Whether many values other than words have blanks at an end, or quotes have one before them.
     */
    boolean isPadded() {
      long padded =
          records.stream()
              .skip(1)
              .filter(row -> row.fields().stream().anyMatch(this::isPadded))
              .count();
      return padded > 0 && padded >= (records.size() - 1) * 0.3;
    }

    private boolean isPadded(String cell) {
      String bare = cell.strip();
      boolean isQuoted =
          bare.length() > 1 && bare.charAt(0) == quote() && cell.charAt(0) != quote();
      return bare.length() < cell.length() && (isQuoted || Cells.isTyped(bare));
    }

    /** Whether most cells below the first line are numbers or dates. */
    boolean isMostlyTyped() {
      List<SampleRecord> body = records.subList(1, Math.min(records.size(), 300));
      long typed =
          body.stream().flatMap(row -> row.fields().stream()).filter(Cells::isTyped).count();
      return !body.isEmpty() && typed > body.size() * (long) width * 0.6;
    }

    private double clean() {
      long cells = 0;
      long clean = 0;
      for (SampleRecord record : records.subList(0, Math.min(records.size(), 300))) {
        for (String cell : record.fields()) {
          cells++;
          clean += isClean(cell) ? 1 : 0;
        }
      }
      return cells == 0 ? 1 : clean / (double) cells;
    }

    private boolean isClean(String cell) {
      if (Cells.isNothing(cell) || Cells.isTyped(cell)) {
        return true;
      }
      boolean isHalfQuoted =
          cell.indexOf(quote()) >= 0 && cell.chars().filter(c -> c == quote()).count() % 2 == 1;
      // A comma with a blank behind it is one of a sentence.
      return !isHalfQuoted
          && DELIMITERS.stream()
              .filter(other -> other != delimiter())
              .noneMatch(
                  other -> other == ',' ? cell.matches(".*,\\S.*") : cell.indexOf(other) >= 0);
    }
  }

  /** The best way to cut a text; blanks part only what nothing else does, all lines alike. */
  static Cut best(String text, boolean isCut) {
    Cut best = byMarks(text, isCut);
    Cut blanks = Cut.of(text, new Marks(' ', '"', NONE), isCut);
    boolean isParted = blanks.width() > 1 && blanks.share() > 0.95 && blanks.isMostlyTyped();
    return best.width() == 1 && isParted ? blanks : best;
  }

  private static Cut byMarks(String text, boolean isCut) {
    return quotes(text)
        .flatMap(quote -> marks(text, quote))
        .map(marks -> Cut.of(text, marks, isCut))
        .max(
            Comparator.comparingDouble(Cut::score)
                .thenComparingInt(Cut::width)
                .thenComparing(cut -> cut.marks().escape() == NONE))
        .orElseThrow();
  }

  /** A backslash may escape where one stands before a quote. */
  private static Stream<Marks> marks(String text, char quote) {
    List<Character> escapes = text.contains("\\" + quote) ? List.of(NONE, '\\') : List.of(NONE);
    return DELIMITERS.stream()
        .flatMap(each -> escapes.stream().map(escape -> new Marks(each, quote, escape)));
  }

  /** An apostrophe quotes only where it stands around fields, and the first field says so. */
  private static Stream<Character> quotes(String text) {
    String first = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    if (first.matches("'[^']*'([,;\t|]'[^']*')*")) {
      return Stream.of('\'');
    }
    String beginning = text.substring(0, Math.min(text.length(), 1 << 16));
    boolean isOther =
        beginning.indexOf('"') < 0
            && beginning.matches("(?s).*(^|[,;\t|\n])'[^'\n]*'[,;\t|\r\n].*");
    return isOther ? Stream.of('\'', '"') : Stream.of('"');
  }
}
