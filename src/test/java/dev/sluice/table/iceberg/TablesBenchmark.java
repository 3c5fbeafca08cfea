// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.iceberg;

import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.table.DataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.expressions.Expressions;

/**
 * Measures what states of tables cost.
 *
 * <pre>
 * TablesBenchmark LAKE first               the first change of a fresh process
 * TablesBenchmark LAKE append FILES        four files appended to a table of so many
 * TablesBenchmark LAKE increments COUNT    so many increments of one file
 * </pre>
 */
final class TablesBenchmark {
  private final TableLab lab;
  private final TableSchema evolved;
  private final DataFile sample;
  private int next;
  private long used;

  private TablesBenchmark(String root) throws Exception {
    this.lab = new TableLab(root);
    List<Column> columns = new ArrayList<>();
    StringBuilder select = new StringBuilder("SELECT ");
    for (int i = 0; i < 10; i++) {
      columns.add(TableLab.column("c" + i, i < 5 ? "BIGINT" : "VARCHAR"));
      select.append(i < 5 ? i + "::BIGINT" : "'value " + i + "'").append(" AS c" + i + ", ");
    }
    this.evolved = new TableSchema(columns);
    this.sample = lab.file(evolved, select.toString());
  }

  public static void main(String[] args) throws Exception {
    TablesBenchmark bench = new TablesBenchmark(args[0]);
    switch (args[1]) {
      case "first" -> bench.first();
      case "append" -> bench.append(Integer.parseInt(args[2]));
      default -> bench.increments(Integer.parseInt(args[2]));
    }
    bench.lab.close();
  }

  private List<DataFile> files(int count) {
    List<DataFile> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      files.add(
          new DataFile(
              "t",
              -1,
              "data/%064x.parquet".formatted(next++),
              sample.content(),
              sample.columns(),
              ""));
    }
    return files;
  }

  private void first() throws IOException {
    long unused = processor();
    TablePointer pointer = null;
    for (int i = 0; i < 5; i++) {
      long begin = System.nanoTime();
      List<DataFile> files = files(4);
      pointer = lab.tables.change("t", pointer, TableChange.append(evolved, files)).pointer();
      say("change %d: %d ms, %d ms of processor", i + 1, millis(begin), processor());
    }
    long begin = System.nanoTime();
    say("%d files read: %d ms", lab.files(pointer).size(), millis(begin));
  }

  private void append(int count) throws IOException {
    long begin = System.nanoTime();
    Tables.Written written =
        lab.tables.change("t", null, TableChange.append(evolved, files(count)));
    say("%d files: %d ms, %d bytes of metadata", count, millis(begin), bytes(written));
    long unused = processor();
    for (int i = 0; i < 20; i++) {
      List<DataFile> four = files(4);
      begin = System.nanoTime();
      written = lab.tables.change("t", written.pointer(), TableChange.append(evolved, four));
      say(
          "append of 4: %d ms, %d ms of processor, %d bytes",
          millis(begin), processor(), bytes(written));
    }
    begin = System.nanoTime();
    TableSnapshot snapshot = lab.tables.at(written.pointer());
    say(
        "open: %d ms, %d files, %d manifests",
        millis(begin), snapshot.count(), snapshot.manifests(Expressions.alwaysTrue()).size());
    begin = System.nanoTime();
    long rows = 0;
    TableFile some = null;
    try (var files = snapshot.files(Expressions.alwaysTrue())) {
      for (TableFile file : files) {
        rows += file.rows();
        some = file;
      }
    }
    say("all files: %d ms, %d ms of processor, %d rows", millis(begin), processor(), rows);
    begin = System.nanoTime();
    TableChange change = TableChange.rewrite(evolved, Set.of(some.path()), files(1));
    written = lab.tables.change("t", written.pointer(), change);
    say(
        "rewrite of 1: %d ms, %d ms of processor, %d bytes",
        millis(begin), processor(), bytes(written));
  }

  private void increments(int count) throws IOException {
    TablePointer pointer = null;
    long sum = 0;
    for (int i = 1; i <= count; i++) {
      long begin = System.nanoTime();
      TableChange change = TableChange.append(evolved, files(1));
      Tables.Written written = lab.tables.change("t", pointer, change);
      pointer = written.pointer();
      sum += bytes(written);
      if (i % 100 == 10 || i == count) {
        say(
            "increment %d: %d us, %d bytes; since the last line %d ms of processor; %d bytes in all",
            i, (System.nanoTime() - begin) / 1000, bytes(written), processor(), sum);
      }
    }
  }

  private long bytes(Tables.Written written) throws IOException {
    long sum = 0;
    for (String path : written.files()) {
      sum += Files.size(Path.of(lab.root).resolve(path));
    }
    return sum;
  }

  /** Milliseconds of the processor since this was asked last: others are at work on the machine. */
  private long processor() {
    long now = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis();
    long since = now - used;
    used = now;
    return since;
  }

  private static long millis(long begin) {
    return (System.nanoTime() - begin) / 1_000_000;
  }

  private static void say(String format, Object... values) {
    System.out.println(format.formatted(values));
  }
}
