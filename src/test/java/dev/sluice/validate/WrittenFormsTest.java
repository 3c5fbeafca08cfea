// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.sluice.batch.RecordBatch;
import dev.sluice.fixture.Batches;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.form.Sourcing;
import dev.sluice.schema.form.TextForm;
import dev.sluice.source.files.avro.Read;
import dev.sluice.spec.table.Contract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that a source writes in a form of its own, in every kind of source. */
class WrittenFormsTest {
  private static Kernel kernel;

  @BeforeAll
  static void open() {
    kernel = Kernel.open(KernelSettings.closed());
  }

  @AfterAll
  static void close() {
    kernel.close();
  }

  /** The value, or the code and what it says. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "DATE | %d/%m/%Y | 31/12/2024 | 2024-12-31",
        "DATE | %d/%m/%Y | 31/02/2024 | TYPE_CAST: Column 'v': '31/02/2024' is not of type DATE, written '%d/%m/%Y'.",
        "DATE | %d/%m/%Y | 2024-12-31 | TYPE_CAST: Column 'v': '2024-12-31' is not of type DATE, written '%d/%m/%Y'.",
        "DATE | %d/%m/%Y | 31/12/2024 10:00 | TYPE_CAST: Column 'v': '31/12/2024 10:00' is not of type DATE, written '%d/%m/%Y'.",
        "DATE | %d/%m/%Y | `` | TYPE_CAST: Column 'v': '' is not of type DATE, written '%d/%m/%Y'.",
        "DATE | %d/%m/%y | 1/2/24 | 2024-02-01",
        "DATE | %b %d %Y | jan 1 2000 | 2000-01-01",
        "DATE | %B %-d, %Y | January 1, 2000 | 2000-01-01",
        "DATE | %Y%m%d | 20241231 | 2024-12-31",
        "DATE | %Y | 2024 | 2024-01-01",
        "DATE | %Y-%m | 2024-02 | 2024-02-01",
        "DATE | %Y %j | 2024 366 | 2024-12-31",
        "DATE | %Y-%m-%d %H:%M | 2024-12-31 00:00 | 2024-12-31",
        "DATE | %Y-%m-%d %H:%M | 2024-12-31 10:30 | NUM_SCALE: Column 'v': '2024-12-31 10:30' has more decimals than DATE, written '%Y-%m-%d %H:%M' holds.",
        "DATE | %d/%m/%Y;%Y-%m-%d | 2024-12-31 | 2024-12-31",
        "DATE | %d/%m/%Y;%m/%d/%Y | 01/02/2024 | 2024-02-01",
        "DATE | %d/%m/%Y;%m/%d/%Y | 12/31/2024 | 2024-12-31",
        "DATE | %d/%m/%Y;%m/%d/%Y | 31/31/2024 | TYPE_CAST: Column 'v': '31/31/2024' is not of type DATE, written '%d/%m/%Y' or '%m/%d/%Y'.",
        "TIME | %H:%M | 23:59 | 23:59:00",
        "TIME | %I:%M %p | 11:59 PM | 23:59:00",
        "TIME | %I:%M %p | 13:59 PM | TYPE_CAST: Column 'v': '13:59 PM' is not of type TIME, written '%I:%M %p'.",
        "TIMESTAMP | %d.%m.%Y %H:%M:%S.%f | 31.12.2024 23:59:59.123456 | 2024-12-31 23:59:59.123456",
        "TIMESTAMP | %d.%m.%Y %H:%M:%S.%f | 31.12.2024 23:59:59.1234567 | TYPE_CAST: Column 'v': '31.12.2024 23:59:59.1234567' is not of type TIMESTAMP, written '%d.%m.%Y %H:%M:%S.%f'.",
        "TIMESTAMP | %Y/%m/%d %H:%M | 2010/01/01 00:00 | 2010-01-01 00:00:00",
        "TIMESTAMP | %Y/%m/%d %H:%M | 2010/01/01 24:00 | TYPE_CAST: Column 'v': '2010/01/01 24:00' is not of type TIMESTAMP, written '%Y/%m/%d %H:%M'.",
        "TIMESTAMP WITH TIME ZONE | %Y-%m-%d %H:%M:%S %z | 2024-06-01 12:00:00 +02:00 | 2024-06-01 10:00:00+00",
        "TIMESTAMP WITH TIME ZONE | %Y-%m-%d %H:%M:%S %z | 2024-06-01 12:00:00 -0530 | 2024-06-01 17:30:00+00",
        "TIMESTAMP WITH TIME ZONE | %Y-%m-%d %H:%M | 2024-06-01 12:00 | 2024-06-01 12:00:00+00",
        "TIMESTAMP WITH TIME ZONE | %Y-%m-%d %H:%M %z;%Y-%m-%d %H:%M | 2024-06-01 12:00 | 2024-06-01 12:00:00+00",
        "TIMESTAMP WITH TIME ZONE | %Y-%m-%d %H:%M:%S %Z | 2024-06-01 12:00:00 UTC | 2024-06-01 12:00:00+00",
        "TIMESTAMP WITH TIME ZONE | %Y-%m-%d %H:%M:%S %Z | 2024-06-01 12:00:00 Europe/Berlin | 2024-06-01 10:00:00+00",
      })
  void readsDatesAndTimes(String type, String formats, String text, String expected) {
    TextForm form =
        new TextForm(List.of(formats.split(";")), "", "", List.of(), List.of(), List.of());
    assertThat(csv(type, form, text), equalTo(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "DOUBLE | , | . | 1.234,5 | 1234.5",
        "DOUBLE | , | . | -1.234.567,25 | -1234567.25",
        "DOUBLE | , | . | 1234,5 | 1234.5",
        "DOUBLE | , | . | ,5 | 0.5",
        "DOUBLE | , | . | 1,5e3 | 1500.0",
        "DOUBLE | , | . | 1.5 | TYPE_CAST",
        "DOUBLE | , | . | 1.23.456 | TYPE_CAST",
        "DOUBLE | , | . | 12.34,5 | TYPE_CAST",
        "DOUBLE | , | . | 1,234,5 | TYPE_CAST",
        "DOUBLE | , | `` | 1.5 | TYPE_CAST",
        "DOUBLE | , | `` | 1,5 | 1.5",
        "DOUBLE | . | , | 1,234.5 | 1234.5",
        "DOUBLE | . | , | 1,5 | TYPE_CAST",
        "DOUBLE | . | , | ` 1` | TYPE_CAST",
        "DOUBLE | . | , | nan | TYPE_CAST",
        "DOUBLE | . | , | 1e999 | NUM_RANGE",
        "BIGINT | `` | ' | 1'234'567 | 1234567",
        "BIGINT | `` | ` ` | 1 234 567 | 1234567",
        "BIGINT | , | . | 1,5 | NUM_SCALE",
        "BIGINT | . | , | 9,223,372,036,854,775,808 | NUM_RANGE",
        "INTEGER | . | , | +1,000 | 1000",
        "DECIMAL(6,2) | , | . | 1.234,56 | 1234.56",
        "DECIMAL(6,2) | , | . | 1.234,567 | NUM_SCALE",
        "DECIMAL(6,2) | , | . | 12.345,67 | NUM_RANGE",
        "DECIMAL(6,2) | ^ | ] | 1]234^5 | 1234.50",
        "DECIMAL(6,2) | - | \\ | 1 | 1.00",
      })
  void readsNumbers(String type, String decimal, String thousands, String text, String expected) {
    TextForm form = new TextForm(List.of(), decimal, thousands, List.of(), List.of(), List.of());
    assertThat(csv(type, form, text).replaceAll(":.*", ""), equalTo(expected));
  }

  @Test
  void saysHowNumbersAndTruthAreWritten() {
    assertThat(
        csv("DOUBLE", new TextForm(List.of(), ",", ".", List.of(), List.of(), List.of()), "1.5"),
        equalTo(
            "TYPE_CAST: Column 'v': '1.5' is not of type DOUBLE, written with ',' before the"
                + " fraction and '.' between thousands."));
    assertThat(
        csv("BOOLEAN", truths(), "maybe"),
        equalTo(
            "TYPE_CAST: Column 'v': 'maybe' is not of type BOOLEAN, written 'Y' or 'J' for true and"
                + " 'N' for false."));
  }

  @Test
  void readsTruth() {
    List<String> read = new ArrayList<>();
    for (String text : List.of("Y", "j", "n", "true", "", " Y")) {
      read.add(csv("BOOLEAN", truths(), text).replaceAll(":.*", ""));
    }
    assertThat(read, contains("true", "true", "false", "TYPE_CAST", "TYPE_CAST", "TYPE_CAST"));
  }

  @Test
  void takesNullValuesForNull() {
    TextForm form = nulls(List.of("NA", "", "-"));
    List<Column> columns =
        List.of(
            column("d", "DOUBLE", form),
            column("t", "VARCHAR", form),
            column("l", "BIGINT[]", form),
            Column.of("n", "BIGINT", false).sourced(sourced(form, null)));
    RecordBatch batch =
        Batches.of(
            "f",
            List.of("d", "t", "l", "n"),
            Batches.row("NA", "NA", "-", "1"),
            Batches.row("1.5", "na", "[1]", "2"),
            Batches.row("x", "-", "", "3"),
            Batches.row("", null, null, "NA"));
    assertThat(
        all(columns, List.of(batch)),
        contains(
            "∅|∅|∅|1",
            "1.5|na|[1]|2",
            "3: Column 'd': 'x' is not of type DOUBLE.",
            "4: Column 'n': a value is required."));
  }

  /** A JSON number is a number of JSON; a string is what the form says; a default is the spec's. */
  @Test
  void readsFormsInJson(@TempDir Path folder) throws IOException {
    TextForm numbers = new TextForm(List.of(), ",", ".", List.of(), List.of(), List.of("NA"));
    TextForm days = new TextForm(List.of("%d/%m/%Y"), "", "", List.of(), List.of(), List.of("NA"));
    TextForm digits = new TextForm(List.of("%Y%m%d"), "", "", List.of(), List.of(), List.of());
    List<Column> columns =
        List.of(
            Column.of("n", "INTEGER", false),
            column("price", "DOUBLE", numbers, "0.5"),
            column("total", "DECIMAL(8,2)", numbers, "\"1.5\""),
            column("day", "DATE", days, "\"2020-01-02\""),
            column("code", "DATE", digits),
            column("ok", "BOOLEAN", truths(), "false"),
            column("gap", "BIGINT", nulls(List.of("NA", "-9"))));
    String lines =
        """
        {"n":1,"price":"1.234,5","total":"1.234,5","day":"31/12/2024","code":20241231,"ok":"Y","gap":5}
        {"n":2,"price":1234.5,"total":1234.5,"day":"NA","code":"20241231","ok":true,"gap":"NA"}
        {"n":3}
        {"n":4,"price":null,"total":null,"day":null,"code":null,"ok":null,"gap":-9}
        {"n":5,"price":"NA","total":"NA","day":"NA","code":null,"ok":"n","gap":null}
        {"n":6,"price":"1234.5","total":"1.5","day":"2020-01-02","code":"x","ok":"true","gap":"5"}
        {"n":7,"price":[1],"total":{},"day":20201231,"code":1.5,"ok":1,"gap":[]}
        """;
    assertThat(
        all(columns, Read.json(new TableSchema(columns), folder, lines)),
        contains(
            "1|1234.5|1234.50|2024-12-31|2024-12-31|true|5",
            "2|1234.5|1234.50|∅|2024-12-31|true|∅",
            "3|0.5|1.50|2020-01-02|∅|false|∅",
            "4|∅|∅|∅|∅|∅|∅",
            "5|∅|∅|∅|∅|false|∅",
            "6: Column 'price': '\"1234.5\"' is not of type DOUBLE, written with ',' before the"
                + " fraction and '.' between thousands.; Column 'total': '\"1.5\"' is not of type"
                + " DECIMAL(8,2), written with ',' before the fraction and '.' between thousands.;"
                + " Column 'day': '\"2020-01-02\"' is not of type DATE, written '%d/%m/%Y'.; Column"
                + " 'code': '\"x\"' is not of type DATE, written '%Y%m%d'.; Column 'ok': '\"true\"' is"
                + " not of type BOOLEAN, written 'Y' or 'J' for true and 'N' for false.; Column"
                + " 'gap': '\"5\"' is not of type BIGINT.",
            "7: Column 'price': '[1]' is not of type DOUBLE, written with ',' before the fraction"
                + " and '.' between thousands.; Column 'total': '{}' is not of type DECIMAL(8,2),"
                + " written with ',' before the fraction and '.' between thousands.; Column 'day':"
                + " '20201231' is not of type DATE, written '%d/%m/%Y'.; Column 'code': '1.5' is not"
                + " of type DATE, written '%Y%m%d'.; Column 'ok': '1' is not of type BOOLEAN, written"
                + " 'Y' or 'J' for true and 'N' for false.; Column 'gap': '[]' is not of type"
                + " BIGINT."));
  }

  /** A typed value is what its type says; texts are read by the form, and digits may be a day. */
  @Test
  void readsFormsInTypedSources() {
    TextForm days = new TextForm(List.of("%Y%m%d"), "", "", List.of(), List.of(), List.of("0"));
    TextForm ones = new TextForm(List.of(), "", "", List.of("1"), List.of("0"), List.of());
    List<Column> columns =
        List.of(
            column("whole", "DATE", days),
            column("day", "DATE", days),
            column("text", "DATE", days),
            column("flag", "BOOLEAN", ones),
            column("truth", "BOOLEAN", ones),
            column("gone", "DOUBLE", nulls(List.of("-999.0"))));
    List<RecordBatch> typed =
        Batches.query(
            """
            SELECT * FROM (VALUES
              (1::BIGINT, 20240131, DATE '2024-01-31', '20240131', 1, true, -999.0::DOUBLE),
              (2, 0, NULL, '0', 0, false, 1.5),
              (3, 20240231, DATE '2024-01-31', '2024-01-31', 2, NULL, NULL))
              AS t(_row, whole, day, text, flag, truth, gone)
            """,
            "f");
    assertThat(
        all(columns, typed),
        contains(
            "2024-01-31|2024-01-31|2024-01-31|true|true|∅",
            "∅|∅|∅|false|false|1.5",
            "3: Column 'whole': '20240231' is not of type DATE, written '%Y%m%d'.; Column 'text':"
                + " '2024-01-31' is not of type DATE, written '%Y%m%d'.; Column 'flag': '2' is not of"
                + " type BOOLEAN, written '1' for true and '0' for false."));
  }

  private static TextForm truths() {
    return new TextForm(List.of(), "", "", List.of("Y", "J"), List.of("N"), List.of());
  }

  private static TextForm nulls(List<String> texts) {
    return new TextForm(List.of(), "", "", List.of(), List.of(), texts);
  }

  private static Column column(String name, String type, TextForm form) {
    return column(name, type, form, null);
  }

  private static Column column(String name, String type, TextForm form, String fallback) {
    return Column.of(name, type, true).sourced(sourced(form, fallback));
  }

  private static Sourcing sourced(TextForm form, String fallback) {
    return new Sourcing(List.of(), List.of(), false, fallback, form);
  }

  private static String csv(String type, TextForm form, String text) {
    RecordBatch batch = Batches.of("f", List.of("v"), Batches.row(text));
    RowValidator.Judged judged = judge(List.of(column("v", type, form)), batch);
    return judged.good().isEmpty()
        ? Batches.select(
                "SELECT (reasons::JSON ->> '$[0].code') || ': ' || (reasons::JSON ->> '$[0].message') FROM batch",
                judged.dead())
            .get(0)
        : Batches.select("SELECT v::VARCHAR FROM batch", judged.good()).get(0);
  }

  private static List<String> all(List<Column> columns, List<RecordBatch> batches) {
    List<String> rows = new ArrayList<>();
    for (RecordBatch batch : batches) {
      RowValidator.Judged judged = judge(columns, batch);
      rows.addAll(Batches.select("SELECT * EXCLUDE (__row) FROM batch", judged.good()));
      rows.addAll(
          Batches.select(
              "SELECT _row || ': ' || array_to_string(reasons::JSON ->> '$[*].message', '; ') FROM batch",
              judged.dead()));
    }
    return rows;
  }

  private static RowValidator.Judged judge(List<Column> columns, RecordBatch batch) {
    RowContract subject =
        new RowContract("t", new TableSchema(columns), Contract.DEFAULT, List.of(), false);
    RowValidator.Judged judged = new RowValidator(subject).judge(kernel, batch);
    assertThat(
        Batches.count(judged.good()) + Batches.count(judged.dead()), equalTo((long) batch.rows()));
    return judged;
  }
}
