// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.infer;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.hamcrest.Matchers.stringContainsInOrder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitFromTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int sluice(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.execute(new PrintWriter(out), new PrintWriter(err), args);
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve("data").resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(
        file,
        text.getBytes(
            name.startsWith("west") ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8));
  }

  /** What people are handed: foreign headers, dates, nulls, blanks, delimiters, encodings. */
  private void dirtyFiles() throws IOException {
    write(
        "orders.csv",
        "Order ID,Placed At,Amount,Paid\n1,Jan 1 2000,NA,Yes\n2,Feb 29 2000,7.5,No\n");
    write(
        "west.csv",
        "Report\n\nname;price;since\nM\u00fcller;1.234,50;31.12.2023\nMeier;;1.1.2024\n");
    write("padded.csv", "a, b, c\n 1, \"x\", 2024-01-01\n 2, \"y\", 2024-01-02\n");
    write("bare.tsv", "1\tx\t007\n2\ty\t\n");
    write("twice.csv", "id,x,x\n1,?,3\n2,5,6\n");
    write(
        "events.jsonl",
        "{\"id\": 1, \"who\": {\"name\": \"Ada\"}, \"day\": \"31/01/2024\"}\n{\"id\": 2, \"who\": null, \"day\": \"01/02/2024\"}\n");
    write(
        "sums.jsonl",
        "{\"n\": \"1,234\", \"x\": \"42.5\", \"code\": \"784\"}\n{\"n\": \"-5\", \"x\": 1.5, \"code\": \"12\"}\n");
    write("blank.csv", "\"n\",\"m\"\n\" 1 \",\"x\"\n\"2\",\"\"\n");
    write("tail.csv", "n,m,\n1,a,5\n2,b,\n");
    write("codes.csv", "code,city,n\nNAN,\"Nadi\",1\nABC,\"\",\"\"\n");
    write("quoted.csv", "\"n\",\"m\"\n\"\",\"1\"\n\"7\",\"NA\"\n");
  }

  private long count(JsonNode result, String table, String what) {
    for (JsonNode each : result.get("tables")) {
      if (each.get("table").asText().equals(table)) {
        return each.get(what).asLong();
      }
    }
    throw new AssertionError("No table " + table + " in " + result);
  }

  @Test
  void runsWhatItGuessedWithoutADeadRow() throws IOException {
    dirtyFiles();
    String shop = folder.toString();
    assertThat(err.toString(), sluice("init", shop, "--from", shop + "/data"), is(0));
    assertThat(out.toString(), containsString("next\n  sluice run " + shop));
    assertThat(
        out.toString(),
        startsWith("Wrote pipeline.yaml, .gitignore and .sluice/ to " + shop + "\n"));
    assertThat(
        Files.readString(folder.resolve(".gitignore")),
        is("# what sluice makes\nbuild/\n.sluice/\n"));
    assertThat(
        Files.readString(folder.resolve("pipeline.yaml")),
        stringContainsInOrder(
            "n: {type: bigint, thousands: \",\"}",
            "x: {type: double, decimal: \".\"}",
            "code: text"));
    assertThat(sluice("run", shop, "--json") + err.toString(), is("0"));
    JsonNode result = new ObjectMapper().readTree(out.toString());
    for (String table :
        List.of(
            "sums", "orders", "west", "padded", "bare", "twice", "events", "quoted", "blank",
            "tail", "codes")) {
      assertThat(table, count(result, table, "published"), is(2L));
      assertThat(table, count(result, table, "dead"), is(0L));
    }
  }

  private static String lines(int count, IntFunction<String> line) {
    return IntStream.rangeClosed(1, count).mapToObj(line).collect(Collectors.joining("\n")) + "\n";
  }

  private void shop() throws IOException {
    write(
        "customers.csv",
        "customer_id,name,country\n" + lines(30, i -> "%d,N%d,%s".formatted(i, i, "DE")));
    write(
        "products.csv",
        "sku,title,price\n" + lines(20, i -> "P%d,T%d,%d.%02d".formatted(i, i, i, i)));
    write(
        "orders.csv",
        "order_id,customer_id,order_date,updated_at\n"
            + lines(
                120,
                i ->
                    "%d,%d,2024-01-%02d,2024-02-%02d 10:%02d:00"
                        .formatted(1000 + i, 1 + i % 30, 1 + i % 28, 1 + i / 5, i % 60)));
    write(
        "order_items.csv",
        "order_id,line_no,sku,quantity,unit\n"
            + lines(
                240,
                i ->
                    "%d,%d,P%d,%d,%d.%d0"
                        .formatted(
                            1000 + (i + 1) / 2, 1 + i % 2, 1 + i % 20, 1 + i % 5, i, i % 9)));
    write(
        "payments.csv",
        "payment_id,order_id,paid_on,value\n"
            + lines(
                120,
                i -> "pay_%04d,%d,%02d.01.2024,%d.50".formatted(i, 1000 + i, 1 + i / 5, 10 + i)));
  }

  @Test
  void findsWhatLeadsToWhatInAShopOfFiveFiles() throws IOException {
    shop();
    String shop = folder.toString();
    assertThat(err.toString(), sluice("init", shop, "--from", shop + "/data"), is(0));
    Path file = folder.resolve("pipeline.yaml");
    String spec = Files.readString(file);
    assertThat(
        spec.lines()
            .filter(
                line ->
                    line.matches(
                        " +key: .*|  [a-z_]+:|.*cursor: [a-z]+_(at|on) .*|.* references: .*"))
            .map(line -> line.strip().replaceFirst(" +# .*", ""))
            .toList(),
        contains(
            "customers:",
            "key: [customer_id]",
            "order_items:",
            "key: [order_id, line_no]",
            "- references: {column: order_id, table: orders, to: order_id}",
            "- references: {column: sku, table: products, to: sku}",
            "orders:",
            "key: [order_id]",
            "# cursor: updated_at",
            "- references: {column: customer_id, table: customers, to: customer_id}",
            "payments:",
            "key: [payment_id]",
            "# cursor: paid_on",
            "- references: {column: order_id, table: orders, to: order_id}",
            "products:",
            "key: [sku]"));
    assertThat(spec, containsString("      value: \"decimal(12,2)!\""));
    Files.writeString(
        file,
        spec.replace("# models:", "models:")
            .replaceAll("(?m)^#(  [ ]*(order_items_with|lookup|sql))", " $1"));
    assertThat(sluice("run", shop, "--json") + err.toString(), is("0"));
    JsonNode result = new ObjectMapper().readTree(out.toString());
    assertThat(count(result, "order_items", "published"), is(240L));
    assertThat(count(result, "order_items", "dead"), is(0L));
    assertThat(count(result, "order_items_with_orders", "published"), is(240L));
    assertThat(count(result, "payments", "published"), is(120L));
  }

  @Test
  void leavesOutFilesWithNothingInThemAndSaysSo() throws IOException {
    write("a.csv", "id,x\n1,2\n2,3\n");
    write("b.csv", "");
    write("c.csv", "# made by a machine\n# on a Monday\n");
    String shop = folder.toString();
    assertThat(sluice("init", shop, "--from", shop + "/data") + err.toString(), is("0"));
    assertThat(
        out.toString(),
        containsString(
            "look at\n  a: %1$s/data/b.csv is empty: left out\n  a: %1$s/data/c.csv holds comments and nothing else: left out\n"
                .formatted(shop)));
    assertThat(Files.readString(folder.resolve("pipeline.yaml")), containsString("  a:\n"));
    assertThat(sluice("init", shop + "/x", "--from", shop + "/data/b.csv"), is(1));
    assertThat(
        err.toString(),
        containsString(
            "b.csv is empty: nothing can be guessed of it. Name a file with a header, or with rows."));
  }

  @Test
  void suggestsOneMoreTableAndWritesItBelowTheOthers() throws IOException {
    write("orders.csv", "id,x\n1,2\n2,3\n");
    String shop = folder.toString();
    assertThat(sluice("init", shop, "--from", shop + "/data/orders.csv"), is(0));
    write("returns.csv", "id,order_id\n1,2\n2,2\n");
    String returns = shop + "/data/returns.csv";
    String later = "Until a table's first run every type may change. Then rows are there: ";
    assertThat(Files.readString(folder.resolve("pipeline.yaml")), containsString("\n# " + later));
    assertThat(sluice("suggest", shop, returns), is(0));
    assertThat(out.toString(), containsString("  # " + later));
    assertThat(out.toString(), containsString("  returns:\n"));
    assertThat(sluice("suggest", shop, returns, "--write"), is(0));
    assertThat(out.toString(), containsString("\n\n" + later));
    assertThat(sluice("validate", shop) + err.toString(), is("0"));
    assertThat(out.toString(), containsString("2 tables"));
    assertThat("again", sluice("init", shop, "--from", returns), is(3));
  }

  @Test
  void writesATableWhereTheOthersEnd() {
    assertThat(
        TablesBlock.with(
            "name: x\ntables:\n    a:\n      load: append\n\n# end\nmodels: {}\n",
            "  b:\n    load: merge\n"),
        is(
            "name: x\ntables:\n    a:\n      load: append\n\n    b:\n      load: merge\n\n# end\nmodels: {}\n"));
    assertThat(
        TablesBlock.with("tables:\nlake: b\n", "  b:\n    load: merge\n"),
        is("tables:\n  b:\n    load: merge\nlake: b\n"));
  }

  @Test
  void suggestsForATarget() throws IOException {
    write("orders.csv", "id,x\n1,\"a \\\"b\\\" c\"\n2,\"b\"\n");
    String shop = folder.toString();
    Files.writeString(
        folder.resolve("pipeline.yaml"),
        "name: shop\nlake: build/${WHERE}\ntargets: {dev: {vars: {WHERE: lake}}, prod: {lake: \"prod/${WHERE}\"}}\n"
            + "tables:\n  a:\n    source: {csv: data/*.csv}\n    columns: {id: bigint}\n");
    String orders = shop + "/data/orders.csv";
    assertThat(sluice("suggest", shop, orders, "--write", "--target", "prod"), is(2));
    assertThat(sluice("suggest", shop, orders, "--write", "--target", "dev"), is(0));
    assertThat(
        Files.readString(folder.resolve("pipeline.yaml")),
        containsString("source: {csv: data/orders.csv, escape: \"\\\\\"}"));
    assertThat(
        sluice("suggest", shop, orders, "--write", "--target", "dev", "--var", "WHERE=x"), is(0));
  }
}
