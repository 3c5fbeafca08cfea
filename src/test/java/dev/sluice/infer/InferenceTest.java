// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.infer.decide.ColumnGuess;
import dev.sluice.infer.decide.TableGuess;
import dev.sluice.infer.spell.TableText;
import dev.sluice.spec.unit.Trim;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InferenceTest {
  @TempDir Path folder;

  private List<TableGuess> look(String... named) {
    List<String> all = Arrays.stream(named).map(name -> folder.resolve(name).toString()).toList();
    return Inference.of(new Inference.Request(all, folder, Set.of(), Long.MAX_VALUE, rows -> {}));
  }

  private void write(String name, String... lines) throws IOException {
    Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
  }

  private TableGuess look(List<String> lines) throws IOException {
    Files.write(folder.resolve("data.csv"), lines);
    return look("data.csv").get(0);
  }

  /** The line of a spec that a column of one table's values makes, without its evidence. */
  private String column(String header, String... values) throws IOException {
    List<String> lines = new ArrayList<>(List.of(header + ",other"));
    for (String value : values) {
      lines.add(value + ",x");
    }
    return spelled(look(lines), 0);
  }

  private static String spelled(TableGuess table, int place) {
    String text = TableText.of(table);
    List<String> lines = text.lines().dropWhile(line -> !line.equals("    columns:")).toList();
    return lines.get(1 + place).replaceFirst(" +#.*", "").strip();
  }

  static Stream<Arguments> columns() {
    return Stream.of(
        guess("n: bigint", "n", "1", "-2", "+30"),
        guess("n: text", "n", "1", "007"),
        guess("n: \"decimal(38,0)\"", "n", "1", "12345678901234567890"),
        guess("x: double", "x", "1.5", "2", "3e7", ".5"),
        guess("price: \"decimal(12,2)\"", "price", "1.5", "2.25", "3"),
        guess("amount: \"decimal(12,2)\"", "amount", "1.5", "2"),
        guess("sleep_total: double", "sleep_total", "1.5", "2"),
        guess("total: \"decimal(12,2)\"", "total", "1.5", "2.25"),
        guess("zip: text", "zip", "12345", "98765"),
        guess("ok: boolean", "ok", "true", "FALSE"),
        guess(
            "ok: {type: boolean, true_values: [\"Y\"], false_values: [\"N\"]}",
            "ok",
            "Y",
            "N",
            "Y"),
        guess("word: text", "word", "Y", "N", "maybe"),
        guess("d: date", "d", "2024-01-31", "2024-02-29"),
        guess("d: {type: date, format: \"%d/%m/%Y\"}", "d", "01/02/2024", "31/01/2024"),
        guess("d: {type: date, format: \"%m/%d/%Y\"}", "d", "01/02/2024", "01/31/2024"),
        guess("d: {type: date, format: \"%d.%m.%Y\"}", "d", "1.2.2024", "3.4.2024"),
        guess("d: {type: date, format: \"%b %d %Y\"}", "d", "Jan 1 2000", "Dec 31 1999"),
        guess("d: {type: date, format: \"%d-%b-%y\"}", "d", "1-Jan-20", "31-Dec-19"),
        guess("order_date: {type: date, format: \"%Y%m%d\"}", "order_date", "20240131", "20231201"),
        guess("n: bigint", "n", "20240131", "20231201"),
        guess(
            "t: {type: timestamp, format: \"%Y/%m/%d %H:%M\"}",
            "t", "2010/01/01 00:00", "2010/12/31 23:59"),
        guess(
            "t: {type: timestamp, format: \"%m/%d/%Y %I:%M %p\"}",
            "t", "1/31/2024 1:05 PM", "2/1/2024 12:00 AM"),
        guess("t: timestamp", "t", "2024-01-31 10:00:00", "2024-01-31T10:00:01.5"),
        guess("t: timestamptz", "t", "2024-01-31T10:00:00Z", "2024-01-31T10:00:00+01:00"),
        guess("t: time", "t", "10:00", "23:59:59"),
        guess(
            "t: {type: date, format: [\"%d/%m/%Y\", \"%Y-%m-%d\"]}",
            "t", "31/01/2024", "30/01/2024", "2024-02-01"),
        guess("d: text", "d", "01/31/2024", "31/01/2024"),
        guess("u: uuid", "u", "0b7d2f0e-8f5b-4c57-9d8f-1b8c3e0a5d11"),
        guess("x: {type: double, thousands: \",\"}", "x", "\"1,234.5\"", "2.25", "\"1,000,000\""),
        guess("x: {type: bigint, thousands: \",\"}", "x", "\"1,234\"", "2", "\"1,000,000\""),
        guess("c: text", "c", "US", "NA", "DE"),
        guess(
            "total: text",
            "total",
            "1",
            "2",
            "3",
            "4",
            "5",
            "6",
            "7",
            "8",
            "9",
            "10",
            "11",
            "twelve"),
        guess("order_id: {type: bigint, from: Order ID}", "Order ID", "1", "2"),
        guess("c_2nd: {type: double, from: \"2nd\"}", "2nd", "1.5", "2"));
  }

  private static Arguments guess(String expected, String header, String... values) {
    return Arguments.of(expected, header, values);
  }

  @ParameterizedTest
  @MethodSource("columns")
  void spellsTheNarrowestTypeThatAllValuesAreOf(String expected, String header, String[] values)
      throws IOException {
    String found = column(header, values);
    assertThat(found.replace("!", ""), is(expected));
  }

  @Test
  void saysHowOftenATextStandsForNothing() throws IOException {
    TableGuess table = look(List.of("speed,engine", "NA,jet", "100,jet", "NA,prop"));
    assertThat(table.nulls().values(), contains("", "NA"));
    assertThat(table.nulls().isQuoted(), is(false));
    assertThat(table.nulls().evidence(), contains("`NA` in 2 of 3 rows of speed: null"));
    assertThat(spelled(table, 0), is("speed: bigint"));
  }

  @Test
  void saysOfOneColumnWhatIsAWordInAnother() throws IOException {
    TableGuess table = look(List.of("n,word", "none,none", "1,some", "2,all"));
    assertThat(table.nulls().values(), contains(""));
    assertThat(spelled(table, 0), is("n: {type: bigint, null_values: [none]}"));
    assertThat(spelled(table, 1), is("word: text"));
  }

  @Test
  void takesNullsInQuotesForWhatTheyAre() throws IOException {
    TableGuess table = look(List.of("\"n\",\"m\"", "\"\",\"1\"", "\"7\",\"NA\""));
    assertThat(table.nulls().values(), contains("", "NA"));
    assertThat(table.nulls().isQuoted(), is(true));
  }

  @Test
  void looksAtOtherColumnsForTheOrderOfDayAndMonth() throws IOException {
    TableGuess table = look(List.of("a,b", "01/02/2024,31/12/2023", "03/04/2024,30/11/2023"));
    assertThat(spelled(table, 0), is("a: {type: date, format: \"%d/%m/%Y\"}"));
    ColumnGuess alone = look(List.of("a,b", "01/02/2024,x", "03/04/2024,y")).columns().get(0);
    assertThat(alone.evidence(), hasItem(containsString("no row tells day and month apart")));
  }

  @Test
  void readsDecimalCommas() throws IOException {
    TableGuess table = look(List.of("x;y;price", "1,5;1.234,5;10,25", "2;7;3,5"));
    assertThat(table.dialect().csv().orElseThrow().delimiter(), is(';'));
    assertThat(spelled(table, 0), is("x: {type: double, decimal: \",\"}"));
    assertThat(spelled(table, 1), is("y: {type: double, decimal: \",\", thousands: \".\"}"));
    assertThat(spelled(table, 2), is("price: {type: \"decimal(12,2)\", decimal: \",\"}"));
  }

  @Test
  void findsTheKeyThatIsCalledLikeOne() throws IOException {
    List<String> rows =
        IntStream.range(0, 200).mapToObj(i -> "name%d,%d,2024-01-01".formatted(i, i)).toList();
    List<String> lines = new ArrayList<>(List.of("name,order_id,updated_at"));
    lines.addAll(rows);
    TableGuess table = look(lines);
    assertThat(table.identity().isSure(), is(true));
    assertThat(table.identity().keys().get(0), contains("order_id"));
    assertThat(table.identity().latestBy(), is("updated_at"));
    assertThat(spelled(table, 1), is("order_id: bigint!"));
  }

  @Test
  void findsTwoColumnsThatAreAKeyTogether() throws IOException {
    List<String> lines = new ArrayList<>(List.of("country,year,value"));
    for (int i = 0; i < 40; i++) {
      lines.add("C%d,%d,%d".formatted(i / 10, 2000 + i % 10, i % 7));
    }
    TableGuess table = look(lines);
    assertThat(table.identity().keys().get(0), contains("country", "year"));
    assertThat(table.identity().isSure(), is(false));
  }

  @Test
  void makesTablesOfFilesAndLeadsOneToAnother() throws IOException {
    write("customers.csv", "id,name", "1,Ada", "2,Grace", "3,Edsger");
    write("orders_2023.csv", "id,customer_id,amount", "1,3,5.5", "2,3,7.25");
    write("orders_2024.csv", "id,customer_id,amount,note", "3,1,5.5,late", "4,3,7.25,");
    List<TableGuess> tables = look("");
    assertThat(tables.stream().map(TableGuess::name).toList(), contains("customers", "orders"));
    TableGuess orders = tables.get(1);
    assertThat(orders.paths(), contains("orders_*.csv"));
    assertThat(orders.seen().isPartial(), is(true));
    assertThat(orders.seen().profile().rows(), is(4L));
    assertThat(
        orders.references().toString(), containsString("customer_id, table=customers, to=id"));
  }

  @Test
  void makesOneTableOfAPattern() throws IOException {
    write("a.csv", "id,x", "1,2");
    write("b.csv", "id,x", "2,3");
    List<TableGuess> tables = look("*.csv");
    assertThat(tables.size(), is(1));
    assertThat(tables.get(0).paths(), contains("*.csv"));
  }

  @Test
  void readsWhatStandsAroundRows() throws IOException {
    TableGuess preamble = look(List.of("Report of June", "", "a,b,c", "1,2,3", "4,5,6", "7,8,9"));
    assertThat(preamble.dialect().csv().orElseThrow().lines().skip(), is(2));
    assertThat(names(preamble), contains("a", "b", "c"));
    TableGuess bare = look(List.of("1,x,2024-01-01", "2,y,2024-01-02"));
    assertThat(bare.dialect().csv().orElseThrow().lines().header(), is(false));
    assertThat(spelled(bare, 0), is("column_1: bigint"));
    TableGuess twice = look(List.of("a,a,b", "1,2,3", "4,5,6"));
    assertThat(spelled(twice, 1), is("a_2: {type: bigint, from: column_2}"));
    TableGuess rowNames = look(List.of("x,y", "r1,1,2", "r2,3,4"));
    assertThat(names(rowNames), contains("row_name", "x", "y"));
    TableGuess padded = look(List.of("a, b", "x, 1", "y, 2"));
    assertThat(padded.dialect().csv().orElseThrow().lines().trim(), is(Trim.AROUND));
    assertThat(spelled(padded, 1), is("b: bigint"));
  }

  private static List<String> names(TableGuess table) {
    return table.columns().stream().map(ColumnGuess::name).toList();
  }

  @Test
  void tellsEncodings() throws IOException {
    Files.write(
        folder.resolve("w.csv"), "name,n\nMüller,1\n".getBytes(StandardCharsets.ISO_8859_1));
    Files.write(
        folder.resolve("u.csv"), "\ufeffname,n\nMüller,1\n".getBytes(StandardCharsets.UTF_16LE));
    assertThat(look("w.csv").get(0).dialect().spelling().encoding(), is("windows-1252"));
    TableGuess wide = look("u.csv").get(0);
    assertThat(wide.dialect().spelling().encoding(), is("UTF-16LE"));
    assertThat(names(wide), contains("name", "n"));
  }

  @Test
  void readsKeysOfJson() throws IOException {
    write(
        "a.jsonl",
        "{\"id\": 1, \"at\": \"2024-01-01T00:00:00Z\", \"tags\": [\"a\"], \"who\": {\"name\": \"Ada\", \"age\": 36}, \"x\": 1.5, \"code\": \"007\"}",
        "{\"id\": 2, \"at\": null, \"tags\": [], \"who\": {\"name\": \"Grace\"}, \"x\": 2, \"mixed\": 1}",
        "{\"id\": 3, \"ok\": true, \"mixed\": \"one\"}");
    TableGuess table = look("a.jsonl").get(0);
    assertThat(
        table.columns().stream().map(c -> c.name() + " " + c.type()).toList(),
        contains(
            "id bigint",
            "at timestamptz",
            "tags list(text)",
            "who struct(name text, age bigint)",
            "x double",
            "code text",
            "mixed text",
            "ok boolean"));
  }

  @Test
  void saysWhichKindsOfValuesAColumnHas() throws IOException {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String value =
          i % 6 == 0 ? "\"n/a, t\"" : i % 6 == 1 ? "{\"a\": 1}" : i % 6 == 2 ? "[true]" : "1" + i;
      records.add("{\"v\": %s, \"email\": %s, \"w\": \"x\"}".formatted(value, value));
    }
    write("kinds.jsonl", records.toArray(String[]::new));
    List<ColumnGuess> columns = look("kinds.jsonl").get(0).columns();
    assertThat(columns.get(0).type(), is("text"));
    assertThat(
        columns.get(0).evidence(),
        contains(
            "values of several kinds, kept as they stand: number in 30 rows (`110`), text in 10 rows"
                + " (`\"n/a, t\"`), object in 10 rows (`{\"a\":1}`), list in 10 rows (`[true]`)"));
    assertThat(
        columns.get(1).evidence(),
        contains(
            "values of several kinds, kept as they stand: number in 30 rows, text in 10 rows, object in"
                + " 10 rows, list in 10 rows"));
    assertThat(columns.get(2).evidence(), is(List.of()));
  }

  @Test
  void takesKeysOfJsonInTheirOrderEachWithItsName() throws IOException {
    List<String> names = IntStream.range(0, 90).mapToObj(i -> "k" + i * 37 % 90).toList();
    String[] records =
        IntStream.range(0, 300)
            .mapToObj(
                i ->
                    names.stream()
                        .map(name -> "\"%s\": %d".formatted(name, i))
                        .collect(Collectors.joining(", ", "{", "}")))
            .toArray(String[]::new);
    write("wide.jsonl", records);
    List<ColumnGuess> columns = look("wide.jsonl").get(0).columns();
    assertThat(columns.stream().map(ColumnGuess::source).toList(), is(names));
    assertThat(columns.stream().map(ColumnGuess::name).toList(), is(names));
  }

  @Test
  void refusesWhatNoReaderTakesWithTheNextStep() throws IOException {
    write("a.json", "[[\"a\", 1], [\"b\", 2]]");
    PipelineException refused = assertThrows(PipelineException.class, () -> look("a.json"));
    assertThat(refused.code(), is(ErrorCode.FILE_CORRUPT));
    assertThat(refused.getMessage(), containsString("jq -r '.[] | @csv'"));
    Files.createFile(folder.resolve("empty.csv"));
    PipelineException nothing = assertThrows(PipelineException.class, () -> look("empty.csv"));
    assertThat(nothing.code(), is(ErrorCode.FILE_EMPTY));
  }

  @Test
  void takesColumnsFromFilesWithoutRows() throws Exception {
    Path parquet = folder.resolve("none.parquet");
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      statement.execute(
          "COPY (SELECT 1::BIGINT AS id, DATE '2024-01-01' AS day, [1.5] AS l WHERE false) TO '%s'"
              .formatted(parquet));
    }
    Schema schema =
        SchemaBuilder.record("r").fields().requiredLong("id").optionalString("name").endRecord();
    try (var writer = new DataFileWriter<GenericRecord>(new GenericDatumWriter<>(schema))) {
      writer.create(schema, folder.resolve("none.avro").toFile()).flush();
    }
    assertThat(
        look("none.parquet").get(0).columns().stream().map(c -> c.name() + " " + c.type()).toList(),
        contains("id bigint", "day date", "l list(decimal(2,1))"));
    assertThat(
        look("none.avro").get(0).columns().stream().map(c -> c.name() + " " + c.type()).toList(),
        contains("id bigint", "name text"));
  }

  @Test
  void seesWhatOnlyTheLastRowsSay() throws IOException {
    List<String> lines = new ArrayList<>(List.of("n,d"));
    for (int i = 0; i < 40_000; i++) {
      lines.add(i + ",2024-01-01");
    }
    lines.add("0.5,2024/01/02");
    TableGuess table = look(lines);
    assertThat(spelled(table, 0), is("n: double!"));
    assertThat(spelled(table, 1), is("d: {type: date!, format: [\"%Y/%m/%d\", \"%Y-%m-%d\"]}"));
    assertThat(
        table.columns().stream().map(ColumnGuess::name).collect(Collectors.joining(",")),
        is("n,d"));
  }

  @Test
  void takesACodeThatSpellsANullForACode() throws IOException {
    TableGuess airports = look(List.of("code,lang,n", "AAA,deu,1", "NAN,nan,NAN", "BBB,eng,3"));
    assertThat(spelled(airports, 0), is("code: text!"));
    assertThat(airports.nulls().values(), contains(""));
    assertThat(
        airports.columns().get(0).evidence(),
        contains("`NAN` in 1 row: a code as the others, not null"));
    assertThat(spelled(airports, 2), is("n: {type: bigint, null_values: [\"NAN\"]}"));
    List<String> often = new ArrayList<>(List.of("code,n"));
    IntStream.range(0, 10)
        .forEach(i -> often.add((i % 2 == 0 ? "NAN" : "AB" + (char) ('A' + i)) + ",1"));
    assertThat(look(often).nulls().values(), contains("", "NAN"));
  }

  @Test
  void callsNothingNeverNullThatTheSpecReadsAsNull() throws IOException {
    List<String> lines = new ArrayList<>(List.of("id,city,n"));
    IntStream.range(0, 120).forEach(i -> lines.add(i + (i == 7 ? ",\"\",\"\"" : ",\"x\"," + i)));
    TableGuess table = look(lines);
    assertThat(table.nulls().isQuoted(), is(true));
    assertThat(spelled(table, 1), is("city: text"));
    lines.set(8, "7,\"\",7");
    TableGuess texts = look(lines);
    assertThat(texts.nulls().isQuoted(), is(false));
    assertThat(spelled(texts, 1), is("city: text!"));
  }

  @Test
  void findsKeysAndReferencesAmongCodesThatSpellANull() throws IOException {
    write("shop.airports.csv", "code,name", "NAN,Nadi", "AAA,Anaa", "BBB,Bima");
    write("shop.flights.csv", "id,airport_code,code", "1,NAN,NAN", "2,AAA,AAA", "3,NAN,NAN");
    List<TableGuess> tables = look("");
    assertThat(
        tables.stream().map(TableGuess::name).toList(), contains("shop_airports", "shop_flights"));
    assertThat(tables.get(0).identity().keys(), hasItem(List.of("code")));
    assertThat(
        tables.get(1).references().stream().map(each -> each.column() + " " + each.to()).toList(),
        contains("airport_code code", "code code"));
  }

  @Test
  void saysWhyAColumnIsNoMoreThanText() throws IOException {
    List<String> lines = new ArrayList<>(List.of("n,d"));
    IntStream.range(0, 9).forEach(i -> lines.add(i + ",0" + (i + 1) + ".01.2024"));
    lines.add("7 or 8,soon");
    TableGuess table = look(lines);
    assertThat(
        table.columns().get(0).evidence(),
        contains(
            "1 of 10 values is no number, such as `7 or 8`: text, so that no row is dead;"
                + " with `bigint` that row would be a dead letter, which `tolerate: {dead_rows: 1}` allows"));
    assertThat(
        table.columns().get(1).evidence(),
        contains(
            "1 of 10 values is no date, such as `soon`: text, so that no row is dead; with `{type: date, format:"
                + " \"%d.%m.%Y\"}` that row would be a dead letter, which `tolerate: {dead_rows: 1}` allows"));
    assertThat(TableText.of(table), containsString("\n    # tolerate: {dead_ratio: 0.001}  "));
  }

  @Test
  void takesBlanksOffInsideOfQuotesWhereTheyHideATypeOnly() throws IOException {
    TableGuess table = look(List.of("n,word", "\" 1 \",\" a\"", "\"2\t\",\"b\"", "\"3\",\" c \""));
    assertThat(table.dialect().csv().orElseThrow().lines().trim(), is(Trim.ALL));
    assertThat(spelled(table, 0), is("n: bigint"));
    assertThat(TableText.of(table), containsString("trim: all"));
    TableGuess words = look(List.of("n,word", "1,\" a\"", "2,\"b \""));
    assertThat(words.dialect().csv().orElseThrow().lines().trim(), is(Trim.NONE));
  }

  @Test
  void makesAColumnOfValuesThatTheHeaderHasNoNameFor() throws IOException {
    TableGuess table = look(List.of("a,b,", "1,x,9", "2,y,8"));
    assertThat(names(table), contains("a", "b", "column_3"));
    assertThat(spelled(table, 2), is("column_3: bigint"));
    assertThat(table.seen().profile().refused().size(), is(0));
    TableGuess empty = look(List.of("a,b,", "1,x,", "2,y,"));
    assertThat(names(empty), contains("a", "b"));
    TableGuess behind = look(List.of("a,b", "1,x,", "2,y,", "3,z,"));
    assertThat(names(behind), contains("a", "b", "column_3"));
  }

  @Test
  void findsCursorsByWhatGrows() throws IOException {
    List<String> lines = new ArrayList<>(List.of("seq,day,noise"));
    IntStream.range(0, 30)
        .forEach(i -> lines.add("%d,%02d.01.2024,%d".formatted(i * 10, 1 + i, 7 * i % 5)));
    TableGuess table = look(lines);
    assertThat(table.identity().cursor(), is("day"));
    assertThat(table.identity().isRising(), is(true));
    lines.add(3, "15,30.01.2024,3");
    assertThat(look(lines).identity().cursor(), is("seq"));
    lines.add("14,30.01.2024,3");
    assertThat(look(lines).identity().cursor(), is(""));
  }

  @Test
  void saysThatFractionsAreWholeEverywhere() throws IOException {
    TableGuess table = look(List.of("n,x", "66.0,1.5", ",2", "7.0,3"));
    assertThat(spelled(table, 0), is("n: double"));
    assertThat(
        table.columns().get(0).evidence(),
        contains("every value is whole, but written with a fraction"));
    assertThat(table.columns().get(1).evidence(), is(List.of()));
  }
}
