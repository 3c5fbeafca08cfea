// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.sluice.runs.Situation;
import dev.sluice.source.files.avro.Read;
import dev.sluice.source.files.format.FileReader.Wanted;
import dev.sluice.spec.table.SourceSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The ways in which real files of delimited text depart from RFC 4180: every record is a row with
 * its exact values or dead with a code, or the file is refused.
 */
class CsvCorpusTest {
  /** Four columns and five rows: bare, quoted, empty, over two lines. */
  private static final List<List<String>> CELLS =
      List.of(
          List.of("a", "b", "\"c\"", "d"),
          List.of("1", "eins", "\"x, y\"", "z"),
          List.of("\"2\"", "\"zwei \"\"2\"\"\"", "", "z"),
          List.of("3", "", "drei", ""),
          List.of("4", "\"vier\nfünf\"", "u", "\"v\""),
          List.of("5", "sechs", "\"\"", "w"));

  private static final List<String> ROWS =
      List.of("1|eins|x, y|z", "2|zwei \"2\"|∅|z", "3|∅|drei|∅", "4|vier\nfünf|u|v", "5|sechs||w");

  private static final Set<String> KINDS_OF_DEATH =
      Set.of("CSV_COLS_FEW", "CSV_COLS_MANY", "CSV_QUOTE", "HEADER_MISMATCH");

  @TempDir Path folder;

  static Stream<Situation> situations() {
    return Situation.of("csv.tsv").stream();
  }

  @ParameterizedTest
  @MethodSource("situations")
  void readsOrRefuses(Situation file) throws IOException {
    String how = file.place().replace("tab", "\t");
    char quote = how.length() > 1 ? how.charAt(1) : '"';
    SourceSpec.Csv source = new SourceSpec.Csv(List.of(), how.charAt(0), quote, List.of(""));
    List<String> judged = Judged.of(wanted(source, "a", "b", "c"), folder, file.input());
    assertThat(String.join(" ¶ ", judged), is(file.expected()));
  }

  @Test
  void readsTheTableThatIsPollutedBelow() throws IOException {
    assertThat(judged(CELLS), is(ROWS));
  }

  @Test
  void buriesARowOfWrongDelimitersAloneWhereverTheyStand() throws IOException {
    for (int row = 1; row < CELLS.size(); row++) {
      for (int column = 0; column < 4; column++) {
        List<String> cells = CELLS.get(row);
        costsOneRow(row, with(cells, column, "," + cells.get(column)));
        costsOneRow(row, List.of(String.join(" ", cells)));
        costsOneRow(row, List.of(String.join(";", cells)));
        boolean splitsAnew = row == 1 && column == 2; // see `delimiter lost before quotes`
        if (column > 0 && !splitsAnew) {
          costsOneRow(row, without(cells, column));
        }
      }
    }
  }

  @Test
  void buriesARowOfAWrongQuoteAloneWhereverItStands() throws IOException {
    for (int row = 1; row < CELLS.size(); row++) {
      for (int column = 0; column < 4; column++) {
        List<String> cells = CELLS.get(row);
        costsOneRow(row, with(cells, column, '"' + cells.get(column)));
      }
    }
  }

  @Test
  void refusesAHeaderOfAWrongQuoteAndBuriesEveryRowUnderAWrongDelimiter() throws IOException {
    for (int column = 0; column < 4; column++) {
      List<String> header = CELLS.get(0);
      List<String> quoted = judged(table(0, with(header, column, '"' + header.get(column))));
      assertThat(quoted.get(0), startsWith("HEADER_MISMATCH "));
      List<String> wide = judged(table(0, with(header, column, "," + header.get(column))));
      assertThat(wide.stream().filter(one -> !isDead(one)).toList(), is(empty()));
      List<String> narrow = judged(table(0, column == 0 ? List.of("a") : without(header, column)));
      assertThat(narrow.stream().filter(one -> !isDead(one)).toList(), is(empty()));
    }
  }

  private void costsOneRow(int row, List<String> cells) throws IOException {
    List<String> judged = judged(table(row, cells));
    List<String> others = new ArrayList<>(ROWS);
    others.remove(row - 1);
    assertThat(
        cells + " gave " + judged,
        judged.stream().filter(one -> !isDead(one)).toList(),
        is(others));
    assertThat(judged.stream().filter(CsvCorpusTest::isDead).toList(), is(not(empty())));
  }

  private static boolean isDead(String judged) {
    return KINDS_OF_DEATH.contains(judged.split(" ", 2)[0]);
  }

  private static List<List<String>> table(int row, List<String> cells) {
    List<List<String>> table = new ArrayList<>(CELLS);
    table.set(row, cells);
    return table;
  }

  private static List<String> with(List<String> cells, int column, String cell) {
    List<String> changed = new ArrayList<>(cells);
    changed.set(column, cell);
    return changed;
  }

  /** The cells without the delimiter before one. */
  private static List<String> without(List<String> cells, int column) {
    List<String> changed = with(cells, column - 1, cells.get(column - 1) + cells.get(column));
    changed.remove(column);
    return changed;
  }

  private List<String> judged(List<List<String>> table) throws IOException {
    String text =
        String.join("\r\n", table.stream().map(cells -> String.join(",", cells)).toList());
    return Judged.of(
        wanted(Read.csv(""), "a", "b", "c", "d"), folder, (text + "\r\n").getBytes(UTF_8));
  }

  private static Wanted wanted(SourceSpec.Csv source, String... names) {
    List<Column> columns = Stream.of(names).map(name -> Column.of(name, "VARCHAR", true)).toList();
    return new Wanted("t", source, new TableSchema(columns));
  }
}
