// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.iceberg;

import static dev.sluice.table.iceberg.TableLab.column;
import static dev.sluice.table.iceberg.TableLab.contract;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.schema.TableSchema;
import dev.sluice.store.Sha256;
import dev.sluice.table.DataFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesTest {
  private static final TableSchema ORDERS =
      contract(column("id", "INTEGER"), column("name", "VARCHAR"));

  @TempDir Path folder;
  private TableLab lab;

  @BeforeEach
  void open() {
    lab = new TableLab(folder.resolve("a lake").toString());
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private TablePointer change(TablePointer before, TableChange change) {
    return lab.tables.change("orders", before, change).pointer();
  }

  @Test
  void addsRemovesAndReplacesFilesAndKeepsEveryEarlierState() throws Exception {
    TableSchema evolved = ORDERS;
    DataFile one = lab.file(evolved, "SELECT 1::INTEGER AS id, 'a' AS name");
    DataFile two = lab.file(evolved, "SELECT 2::INTEGER AS id, 'b' AS name");
    TablePointer first = change(null, TableChange.append(evolved, List.of(one, two)));
    DataFile three = lab.file(evolved, "SELECT 3::INTEGER AS id, 'c' AS name");
    DataFile live = byPath(first, one);
    TablePointer second =
        change(first, TableChange.rewrite(evolved, Set.of(live.path()), List.of(three)));
    TablePointer third = change(second, TableChange.replace(evolved, List.of(one)));
    TablePointer fourth = change(third, TableChange.replace(evolved, List.of()));
    TablePointer fifth = change(fourth, TableChange.append(evolved, List.of(two)));

    assertThat(lab.rows(first), contains("{'id': 1, 'name': a}", "{'id': 2, 'name': b}"));
    assertThat(lab.rows(second), contains("{'id': 2, 'name': b}", "{'id': 3, 'name': c}"));
    assertThat(lab.rows(third), contains("{'id': 1, 'name': a}"));
    assertThat(lab.files(fourth), is(empty()));
    assertThat(fourth.snapshotId(), is(TablePointer.NO_SNAPSHOT));
    assertThat(lab.rows(fifth), contains("{'id': 2, 'name': b}"));
    assertThat(totals(first), contains(2L, 2L));
    assertThat(totals(second), contains(2L, 2L));
    assertThat(totals(third), contains(1L, 1L));
    assertThat(totals(fourth), contains(0L, 0L));
  }

  private List<Long> totals(TablePointer pointer) {
    TableSnapshot snapshot = lab.tables.at(pointer);
    return List.of(snapshot.rows(), snapshot.count());
  }

  private DataFile byPath(TablePointer pointer, DataFile file) throws IOException {
    return lab.files(pointer).stream()
        .filter(each -> each.path().equals(file.path()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void readsRowsUnderTheColumnsOfToday() throws Exception {
    TableSchema first = ORDERS;
    TablePointer one =
        change(
            null,
            TableChange.append(
                first, List.of(lab.file(first, "SELECT 1::INTEGER AS id, 'a' AS name"))));
    TableSchema second = contract(column("id", "BIGINT"), column("paid", "BOOLEAN"));
    String select = "SELECT 5000000000::BIGINT AS id, true AS paid";
    TablePointer two = change(one, TableChange.append(second, List.of(lab.file(second, select))));
    // Of another kind, a column is another one: no file has it that was written before.
    TableSchema third = contract(column("id", "VARCHAR"), column("name", "VARCHAR"));
    TablePointer three = change(two, TableChange.append(third, List.of()));

    assertThat(lab.rows(one), contains("{'id': 1, 'name': a}"));
    assertThat(
        lab.rows(two), contains("{'id': 1, 'paid': NULL}", "{'id': 5000000000, 'paid': true}"));
    assertThat(lab.rows(three), contains("{'id': NULL, 'name': NULL}", "{'id': NULL, 'name': a}"));
  }

  /** Nobody declares the columns of raw tables; their files may disagree. */
  @Test
  void hasAllColumnsOfItsFilesWhereNobodyDeclaresThem() throws Exception {
    TableSchema unknown = contract();
    DataFile one = lab.file(unknown, "SELECT 1::INTEGER AS n, {'a': 1::INTEGER} AS s");
    DataFile two = lab.file(unknown, "SELECT 5000000000 AS n, {'a': 2::INTEGER, 'b': 'x'} AS s");
    DataFile three = lab.file(unknown, "SELECT 'seven' AS n, 'new' AS more");
    TablePointer first = change(null, TableChange.append(unknown, List.of(one, two)));
    TablePointer second = change(first, TableChange.append(unknown, List.of(three)));
    assertThat(
        lab.tables.at(first).schema().toString().replaceAll("\\d+: ", ""),
        is(
            "table {\n  n: optional long\n  s: optional struct<a: optional int, b: optional string>\n}"));
    assertThat(
        lab.tables.at(second).schema().columns().stream().map(f -> f.name()).toList(),
        contains("n__long", "s", "n", "more"));
    assertThat(
        lab.rows(second),
        contains(
            "{'n__long': 1, 's': {'a': 1, 'b': NULL}, 'n': NULL, 'more': NULL}",
            "{'n__long': 5000000000, 's': {'a': 2, 'b': x}, 'n': NULL, 'more': NULL}",
            "{'n__long': NULL, 's': NULL, 'n': seven, 'more': new}"));
  }

  @Test
  void findsFilesByTheirBounds() throws Exception {
    TableSchema evolved = ORDERS;
    List<DataFile> files = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      files.add(lab.file(evolved, "SELECT " + i * 10 + "::INTEGER AS id, 'n' AS name"));
    }
    TablePointer pointer = change(null, TableChange.append(evolved, files));

    assertThat(
        lab.files(pointer, Expressions.greaterThan("id", 9)),
        containsInAnyOrder(files.get(1).path(), files.get(2).path()));
    assertThat(lab.tables.at(pointer).manifests(Expressions.alwaysTrue()).size(), is(1));
    assertThat(lab.files(pointer).get(0).content().sha256().length(), is(64));
  }

  @Test
  void refusesToRemoveAFileThatIsNotLive() throws Exception {
    TableSchema evolved = ORDERS;
    DataFile one = lab.file(evolved, "SELECT 1::INTEGER AS id, 'a' AS name");
    DataFile never = lab.file(evolved, "SELECT 2::INTEGER AS id, 'a' AS name");
    TablePointer pointer = change(null, TableChange.append(evolved, List.of(one)));
    TableChange change = TableChange.rewrite(evolved, Set.of(never.path()), List.of());
    PipelineException e = assertThrows(PipelineException.class, () -> change(pointer, change));
    assertThat(e.code(), is(ErrorCode.LAKE_READ));
    assertThat(
        e.getMessage(),
        containsString("orders has only 0 of the 1 files that this run takes away"));
  }

  @Test
  void findsEveryFlippedByteOfTheMetadata() throws Exception {
    TableSchema evolved = ORDERS;
    DataFile one = lab.file(evolved, "SELECT 1::INTEGER AS id, 'a' AS name");
    Tables.Written written =
        lab.tables.change("orders", null, TableChange.append(evolved, List.of(one)));
    assertThat(written.files().size(), is(3));
    for (String path : written.files()) {
      Path file = folder.resolve("a lake").resolve(path);
      byte[] whole = Files.readAllBytes(file);
      byte[] flipped = whole.clone();
      flipped[whole.length / 2] ^= 4;
      Files.write(file, flipped);
      PipelineException e =
          assertThrows(PipelineException.class, () -> lab.files(written.pointer()));
      assertThat(e.code(), is(ErrorCode.LAKE_READ));
      assertThat(e.getMessage(), containsString(path + " does not have the checksum"));
      Files.delete(file);
      e = assertThrows(PipelineException.class, () -> lab.files(written.pointer()));
      assertThat(e.getMessage(), containsString(path + " disappeared after it was written"));
      Files.write(file, whole);
    }
    assertThat(lab.rows(written.pointer()), contains("{'id': 1, 'name': a}"));
    for (TableSnapshot.MetadataPart part : lab.tables.at(written.pointer()).parts()) {
      Path file = folder.resolve("a lake").resolve(part.path());
      assertThat(part.sha256(), is(Sha256.of(file)));
    }
  }

  @Test
  void readsAndChangesALakeThatWasMoved() throws Exception {
    TableSchema evolved = ORDERS;
    DataFile one = lab.file(evolved, "SELECT 1::INTEGER AS id, 'a' AS name");
    DataFile two = lab.file(evolved, "SELECT 2::INTEGER AS id, 'b' AS name");
    TablePointer first = change(null, TableChange.append(evolved, List.of(one, two)));
    Path moved = folder.resolve("moved");
    Files.move(folder.resolve("a lake"), moved, StandardCopyOption.ATOMIC_MOVE);
    try (TableLab other = new TableLab(moved.toString())) {
      assertThat(other.rows(first), contains("{'id': 1, 'name': a}", "{'id': 2, 'name': b}"));
      DataFile live = other.files(first).get(0);
      DataFile three = other.file(evolved, "SELECT 3::INTEGER AS id, 'c' AS name");
      TablePointer second =
          other
              .tables
              .change(
                  "orders",
                  first,
                  TableChange.rewrite(evolved, Set.of(live.path()), List.of(three)))
              .pointer();
      assertThat(other.files(second).size(), is(2));
      TablePointer third =
          other.tables.change("orders", second, TableChange.append(evolved, List.of())).pointer();
      assertThat(other.rows(third), is(other.rows(second)));
    }
  }

  @Test
  void writesNoMoreForTheHundredthIncrementThanForTheTenth() throws Exception {
    TableSchema evolved = ORDERS;
    DataFile one = lab.file(evolved, "SELECT 1::INTEGER AS id, 'a' AS name");
    TablePointer pointer = null;
    List<Long> bytes = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      DataFile file =
          new DataFile(
              "orders", -1, "data/%064x.parquet".formatted(i), one.content(), one.columns(), "");
      Tables.Written written =
          lab.tables.change("orders", pointer, TableChange.append(evolved, List.of(file)));
      pointer = written.pointer();
      bytes.add(sizes(written));
    }
    long tenth = median(bytes.subList(5, 15));
    long last = median(bytes.subList(105, 115));
    assertThat(last, is(lessThan(2 * tenth)));
    assertThat(lab.tables.at(pointer).count(), is(120L));
    assertThat(lab.tables.at(pointer).manifests(Expressions.alwaysTrue()).size(), is(lessThan(51)));
  }

  private long sizes(Tables.Written written) throws IOException {
    long sum = 0;
    for (String path : written.files()) {
      sum += Files.size(folder.resolve("a lake").resolve(path));
    }
    return sum;
  }

  private static long median(List<Long> all) {
    List<Long> sorted = all.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  @Test
  void leavesNothingBehindThatNoStateNames() throws Exception {
    TableSchema evolved = ORDERS;
    DataFile one = lab.file(evolved, "SELECT 1::INTEGER AS id, 'a' AS name");
    Tables.Written first =
        lab.tables.change("orders", null, TableChange.append(evolved, List.of(one)));
    DataFile live = byPath(first.pointer(), one);
    Tables.Written second =
        lab.tables.change(
            "orders",
            first.pointer(),
            TableChange.rewrite(evolved, Set.of(live.path()), List.of()));
    List<String> named = new ArrayList<>(first.files());
    named.addAll(second.files());
    try (Stream<Path> all = Files.walk(folder.resolve("a lake/tables"))) {
      assertThat(
          all.filter(Files::isRegularFile)
              .map(file -> folder.resolve("a lake").relativize(file).toString())
              .toList(),
          containsInAnyOrder(named.toArray()));
    }
  }

  @Test
  void buildsOnAStateThatAFasterClockWrote() throws Exception {
    TableSchema evolved = ORDERS;
    DataFile one = lab.file(evolved, "SELECT 1::INTEGER AS id, 'a' AS name");
    TablePointer first = change(null, TableChange.append(evolved, List.of(one)));
    Path lake = folder.resolve("a lake");
    String ahead =
        Files.readString(lake.resolve(first.path()))
            .replaceAll("(\"(last-updated|timestamp)-ms\":)\\d+", "$14102444800000");
    byte[] json = ahead.getBytes(StandardCharsets.UTF_8);
    Path unused = Files.write(lake.resolve("tables/orders/metadata/ahead.metadata.json"), json);
    TablePointer faster =
        new TablePointer(
            "tables/orders/metadata/ahead.metadata.json", Sha256.of(json), first.snapshotId());
    DataFile two = lab.file(evolved, "SELECT 2::INTEGER AS id, 'b' AS name");
    TablePointer second = change(faster, TableChange.append(evolved, List.of(two)));
    assertThat(ahead, containsString("4102444800000"));
    assertThat(lab.files(second).size(), is(2));
  }
}
