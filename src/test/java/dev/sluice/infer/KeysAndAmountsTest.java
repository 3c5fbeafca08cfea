// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.sluice.infer.decide.TableGuess;
import dev.sluice.infer.spell.TableText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysAndAmountsTest {
  @TempDir Path folder;

  private TableGuess look(String name) {
    List<String> named = List.of(folder.resolve(name).toString());
    return Inference.of(new Inference.Request(named, folder, Set.of(), Long.MAX_VALUE, rows -> {}))
        .get(0);
  }

  private TableGuess look(List<String> lines) throws IOException {
    Files.write(folder.resolve("data.csv"), lines);
    return look("data.csv");
  }

  private void write(String name, String... lines) throws IOException {
    Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
  }

  private static String spelled(TableGuess table, int place) {
    List<String> lines =
        TableText.of(table).lines().dropWhile(line -> !line.equals("    columns:")).toList();
    return lines.get(1 + place).replaceFirst(" +#.*", "").strip();
  }

  @Test
  void findsThreeColumnsThatAreAKeyTogether() throws IOException {
    List<String> lines = new ArrayList<>(List.of("country,year,month,value"));
    for (int i = 0; i < 60; i++) {
      lines.add("C%d,%d,%d,%d".formatted(i / 30, 2000 + i / 5 % 6, i % 5, i % 7));
    }
    assertThat(look(lines).identity().keys().get(0), contains("country", "year", "month"));
  }

  @Test
  void takesTheLinesOfAnOrderForItsRows() throws IOException {
    List<String> lines = new ArrayList<>(List.of("order_id,line_no,sku"));
    for (int i = 0; i < 40; i++) {
      lines.add("%d,%d,S%d".formatted(100 + i / 4, 1 + i % 4, i % 3));
    }
    TableGuess table = look(lines);
    assertThat(table.identity().isSure(), is(true));
    assertThat(table.identity().keys().get(0), contains("order_id", "line_no"));
  }

  @Test
  void saysWhatWouldBeAKeyButForARow() throws IOException {
    List<String> lines = new ArrayList<>(List.of("Order ID,amount"));
    IntStream.range(0, 400).forEach(i -> lines.add(1000 + i + ",1." + i % 90));
    lines.add("1007,2.5");
    lines.add("1007,2.5");
    TableGuess table = look(lines);
    assertThat(table.identity().isSure(), is(false));
    assertThat(
        TableText.of(table),
        containsString(
            "    # key: [order_id] would do but for 2 of 402 rows, such as `1007` in 3 rows. As it stands all are kept;"
                + " with this key and `load: merge` the later row stays, and the other is counted as deduplicated\n"));
    write("orders.jsonl", lines.stream().skip(1).map(this::order).toArray(String[]::new));
    assertThat(
        look("orders.jsonl").identity().near().orElseThrow().toString(),
        is("NearKey[column=order_id, repeats=2, of=402, value=1007, rows=3]"));
    IntStream.range(0, 9).forEach(i -> lines.add(1100 + i + ",3.5"));
    assertThat(
        TableText.of(look(lines)),
        containsString(
            "    # key: none: 11 of 411 rows repeat a value of order_id, such as `1007` in 3 rows, so it is no key. All rows are kept;"
                + " where the later of two is the better one, `load: merge` with `key: [order_id]` keeps that one,"
                + " and where both are meant a further column belongs into the key\n"));
    IntStream.range(0, 40).forEach(i -> lines.add(1200 + i + ",3.5"));
    assertThat(look(lines).identity().near().isPresent(), is(false));
  }

  @Test
  void showsNoValueThatMayBePersonal() throws IOException {
    List<String> lines = new ArrayList<>(List.of("email,amount"));
    IntStream.range(0, 400).forEach(i -> lines.add("a" + i + "@x.org,1." + i % 90));
    IntStream.range(0, 20).forEach(i -> lines.add("a" + i + "@x.org,2.5"));
    assertThat(
        TableText.of(look(lines)),
        containsString("# key: none: 20 of 420 rows repeat a value of email, so it is no key."));
  }

  @Test
  void takesTheLinesOfAnOrderForItsRowsWhereMostHaveOne() throws IOException {
    List<String> lines = new ArrayList<>(List.of("order_id,line_no,sku"));
    for (int i = 0; i < 400; i++) {
      lines.add("%d,1,S%d".formatted(100 + i, i % 3));
    }
    for (int i = 0; i < 20; i++) {
      lines.add("%d,2,S%d".formatted(100 + i, i % 3));
    }
    TableGuess table = look(lines);
    assertThat(table.identity().isSure(), is(true));
    assertThat(table.identity().keys().get(0), contains("order_id", "line_no"));
    assertThat(table.identity().near().isPresent(), is(false));
  }

  private String order(String line) {
    return "{\"order_id\": %s, \"amount\": %s}".formatted((Object[]) line.split(","));
  }

  @Test
  void takesFractionsInCentsForMoneyBesideWhatIsSold() throws IOException {
    List<String> lines = new ArrayList<>(List.of("sku,unit,weight,ratio"));
    IntStream.range(0, 30)
        .forEach(i -> lines.add("S%1$d,%1$d.%2$d0,%1$d.%2$d0,%1$d.%2$d".formatted(i, i % 9)));
    TableGuess sold = look(lines);
    assertThat(spelled(sold, 1), is("unit: \"decimal(12,2)\""));
    assertThat(spelled(sold, 2), is("weight: double"));
    assertThat(spelled(sold, 3), is("ratio: double"));
    lines.set(0, "place,unit,weight,ratio");
    assertThat(spelled(look(lines), 1), is("unit: double"));
    write("p.jsonl", "{\"price\": 1.5, \"x\": 1.5}", "{\"price\": 2, \"x\": 2}");
    assertThat(spelled(look("p.jsonl"), 0), is("price: \"decimal(12,2)\""));
    assertThat(spelled(look("p.jsonl"), 1), is("x: double"));
  }
}
