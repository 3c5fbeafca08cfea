// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.spelling;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.avro.AvroText;
import dev.sluice.schema.bigquery.BigQueryColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of types says what Sluice does. */
class TypesPageTest {
  private static final Path PAGE = Path.of("docs/types.md");

  @Test
  void saysTheTypesOfEverySystem() throws IOException, TypeProblem {
    List<String[]> rows = rows(7);
    assertThat(rows, hasSize(TypeLexicon.all().size()));
    for (String[] row : rows) {
      String type = of(row[0]);
      Column column = TypeGrammar.read("c", type);
      assertThat(type, column.type(), equalTo(inner(row[3])));
      String avro = AvroText.of("t", new TableSchema(List.of(column)));
      for (String word : row[1].split(", or ")[0].split("[^a-z-]+")) {
        boolean isWord = !word.isEmpty() && !word.equals("with");
        assertThat(avro, containsString(isWord ? '"' + word + '"' : ""));
      }
      assertThat(type, bigQuery(column), equalTo(row[5].replaceAll("[,:].*", "")));
    }
  }

  @Test
  void saysWhatToWriteForTheWordsOfOthers() throws IOException {
    for (String[] row : rows(2)) {
      for (String word : row[0].replaceAll("`", "").split(", ")) {
        String bare = word.replaceAll("\\(.*|BigQuery's .*", "");
        boolean isWord = bare.matches("[a-z0-9_ ]+");
        String said = isWord ? TypeLexicon.instead(bare, null) : "";
        String first = row[1].replaceAll("^`([a-z]+).*", "$1");
        assertThat(word, said, containsString(isWord ? first : ""));
      }
    }
  }

  /** The rows of the table with so many columns, without its head. */
  private static List<String[]> rows(int width) throws IOException {
    List<String[]> rows = new ArrayList<>();
    for (String line : Files.readAllLines(PAGE)) {
      String[] cells = line.replaceAll("^\\| | \\|$", "").split(" \\| ");
      if (line.startsWith("| ") && cells.length == width) {
        rows.add(cells);
      }
    }
    return rows.subList(1, rows.size());
  }

  private static String of(String cell) {
    return inner(cell.replace("`", ""));
  }

  /** Any types will do for those that stand inside. */
  private static String inner(String type) {
    boolean isOurs = Character.isLowerCase(type.charAt(0));
    return type.replaceAll("\\bT\\b", isOurs ? "text" : "VARCHAR")
        .replaceAll("\\bU\\b", isOurs ? "int" : "INTEGER");
  }

  private static String bigQuery(Column column) {
    try {
      BigQueryColumn there = BigQueryColumn.of("c", column.type());
      return there.isRepeated() ? "ARRAY" : there.withUuidsAs("STRING").type();
    } catch (BigQueryColumn.NoEqualException e) {
      return "none";
    }
  }
}
