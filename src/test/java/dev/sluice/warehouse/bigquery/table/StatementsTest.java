// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery.table;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.TableId;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.bigquery.BigQueryColumn;
import dev.sluice.table.DataFile;
import dev.sluice.table.DataFile.Part;
import dev.sluice.table.RowCounts;
import dev.sluice.table.TableState;
import dev.sluice.warehouse.bigquery.ledger.TableColumns;
import dev.sluice.warehouse.bigquery.ledger.TransactionScript;
import dev.sluice.warehouse.bigquery.table.BigQueryTableLoad.Wanted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The text of statements that no server here can run, and of those whose wording counts. */
class StatementsTest {
  private static final TableId ORDERS = TableId.of("p", "shop_staging", "orders");
  private static final TableId ASIDE = TableId.of("p", "shop_sluice", "stg");

  private static TableColumns columns(String... columns) throws Exception {
    List<BigQueryColumn> all = new ArrayList<>();
    for (String column : columns) {
      int space = column.indexOf(' ');
      all.add(BigQueryColumn.of(column.substring(0, space), column.substring(space + 1)));
    }
    return TableColumns.of(all);
  }

  @Test
  void addsColumnsAndWidensThemInPlace() throws Exception {
    TableEvolution evolution =
        TableEvolution.of(
            ORDERS,
            columns("id BIGINT", "price DECIMAL(12,2)"),
            columns("id DECIMAL(20,0)", "price DECIMAL(38,20)", "note VARCHAR", "tags VARCHAR[]"));
    assertThat(evolution.isMadeAnew(), is(false));
    assertThat(
        evolution.statements(),
        contains(
            "ALTER TABLE `p.shop_staging.orders` ALTER COLUMN `id` SET DATA TYPE NUMERIC",
            "ALTER TABLE `p.shop_staging.orders` ALTER COLUMN `price` SET DATA TYPE BIGNUMERIC",
            "ALTER TABLE `p.shop_staging.orders` ADD COLUMN IF NOT EXISTS `note` STRING,"
                + " ADD COLUMN IF NOT EXISTS `tags` ARRAY<STRING>"));
  }

  @Test
  void leavesATableAloneWhoseColumnsHoldTheNewTypesAlready() throws Exception {
    TableEvolution evolution =
        TableEvolution.of(
            ORDERS,
            columns("ID INTEGER", "p DECIMAL(9,2)"),
            columns("id BIGINT", "p DECIMAL(12,2)"));
    assertThat(evolution.isMadeAnew(), is(false));
    assertThat(evolution.statements(), is(empty()));
  }

  @Test
  void makesATableAnewWhenAColumnGoesOrTurnsIntoAnotherType() throws Exception {
    assertThat(
        TableEvolution.of(ORDERS, columns("a BIGINT", "b DATE"), columns("a BIGINT")).isMadeAnew(),
        is(true));
    assertThat(
        TableEvolution.of(ORDERS, columns("a BIGINT"), columns("a DOUBLE")).isMadeAnew(), is(true));
    assertThat(
        TableEvolution.of(ORDERS, columns("a DECIMAL(9,2)"), columns("a BIGINT")).isMadeAnew(),
        is(true));
  }

  @Test
  void selectsWhatAStageHasAndTheTimeOfTheRunWhereItHasNone() throws Exception {
    StagedTable stage =
        new StagedTable(
            ASIDE,
            columns("id BIGINT", "created_at TIMESTAMP WITH TIME ZONE"),
            Instant.parse("2026-01-02T03:04:05Z"));
    TableColumns wanted =
        columns(
            "id VARCHAR",
            "note VARCHAR",
            "created_at TIMESTAMP WITH TIME ZONE",
            "updated_at TIMESTAMP WITH TIME ZONE");
    assertThat(
        stage.insertInto(ORDERS, wanted),
        is(
            "INSERT INTO `p.shop_staging.orders` (`id`, `created_at`, `updated_at`) SELECT"
                + " CAST(`id` AS STRING), COALESCE(`created_at`, TIMESTAMP '2026-01-02"
                + " 03:04:05.000000+00'), TIMESTAMP '2026-01-02 03:04:05.000000+00' FROM"
                + " `p.shop_sluice.stg`"));
  }

  @Test
  void takesTheTimeOfMergedRowsFromThemAndHidesWhoLandedThem() throws Exception {
    StagedTable stage =
        new StagedTable(
            ASIDE,
            columns("id VARCHAR", "_landed VARCHAR"),
            Instant.parse("2026-01-02T03:04:05Z"),
            true);
    TableColumns wanted =
        TableTraits.UNKNOWN.columns(raw(List.of()), List.of(stage), new TableColumns());
    assertThat(
        wanted.definition(), is("`id` STRING, `created_at` TIMESTAMP, `updated_at` TIMESTAMP"));
    String time = "PARSE_TIMESTAMP('%Y%m%dT%H%M%SZ', SUBSTR(`_landed`, 12, 16))";
    assertThat(
        stage.insertInto(ORDERS, wanted),
        is(
            "INSERT INTO `p.shop_staging.orders` (`id`, `created_at`, `updated_at`) SELECT `id`, "
                + time
                + ", "
                + time
                + " FROM `p.shop_sluice.stg`"));
  }

  /** A file merged of files that the table has is noted, and not loaded. */
  @Test
  void loadsNoRowAgainOfFilesThatWereMerged() {
    DataFile one = file("a=1/x.parquet");
    DataFile two = file("a=2/x.parquet");
    DataFile merged =
        file("a=3/merged/x.parquet")
            .withParts(List.of(new Part(one.path(), 1), new Part(two.path(), 1)));
    DataFile fresh = file("a=4/x.parquet");
    TableState state = raw(List.of(merged, fresh));
    Wanted all = new Wanted("staging", state, TableTraits.UNKNOWN, Set.of(one.path(), two.path()));
    assertThat(all.unseen(), contains(fresh));
    assertThat(all.isMerged(), is(true));
    Wanted some = new Wanted("staging", state, TableTraits.UNKNOWN, Set.of(one.path()));
    assertThat(some.unseen(), contains(merged, fresh));
    assertThat("it must be loaded whole", some.isMerged(), is(false));
  }

  private static DataFile file(String path) {
    return new DataFile("raw_orders", -1, path, new DataFile.Content(1, 1, ""), List.of(), "");
  }

  private static TableState raw(List<DataFile> files) {
    return TableState.of(
        "raw_orders",
        TableState.Kind.RAW,
        new TableSchema(List.of()),
        RowCounts.ZERO,
        new TableState.Data(files, List.of()));
  }

  /** Raw partitions say what the source said, and its types may have been others then. */
  @Test
  void holdsRawValuesOfSeveralTypesAsText() throws Exception {
    TableState raw = raw(List.of());
    StagedTable stage =
        new StagedTable(
            ASIDE, columns("a BIGINT", "b BIGINT", "c BIGINT[]", "d BLOB", "e DATE"), null);
    TableColumns held =
        columns("a TIMESTAMP", "b DECIMAL(9,2)", "c BIGINT", "d VARCHAR", "f VARCHAR");
    TableColumns wanted = TableTraits.UNKNOWN.columns(raw, List.of(stage), held);
    assertThat(
        wanted.definition(),
        is(
            "`a` STRING, `b` NUMERIC, `c` STRING, `d` STRING, `e` DATE, `f` STRING, `created_at` TIMESTAMP, `updated_at` TIMESTAMP"));
    assertThat(TableEvolution.of(ORDERS, held, wanted).isMadeAnew(), is(true));
    assertThat(
        stage.selectAll(wanted.only(List.of("a", "b", "c", "d", "e", "f"))),
        is(
            "SELECT CAST(`a` AS STRING) AS `a`, CAST(`b` AS NUMERIC) AS `b`, TO_JSON_STRING(`c`) AS `c`, TO_BASE64(`d`) AS `d`, `e` AS `e`, CAST(NULL AS STRING) AS `f` FROM `p.shop_sluice.stg`"));
  }

  @Test
  void saysWhichColumnsOfACommittedTableItCannotHold() {
    TableState state =
        TableState.of(
            "t",
            TableState.Kind.TYPED,
            new TableSchema(
                List.of(
                    Column.of("m", "MAP(VARCHAR, BIGINT)", true),
                    Column.of("_TABLE_x", "BIGINT", true))),
            RowCounts.ZERO,
            new TableState.Data(List.of(), List.of()));
    assertThat(
        TableTraits.refusals(state),
        contains(
            "the column `m` is of type MAP(VARCHAR, BIGINT), which BigQuery cannot hold exactly; use an array of records with the fields `key` and `value`",
            "the column `_TABLE_x` begins with `_table_`, which BigQuery keeps for itself"));
  }

  @Test
  void cutsATableByTheDaysOfTheDeclaredColumnOrOfItsRuns() throws Exception {
    TableColumns all =
        columns("day DATE", "at TIMESTAMP", "n BIGINT", "created_at TIMESTAMP WITH TIME ZONE");
    assertThat(partitionOf("day", all), is("day"));
    assertThat(partitionOf("at", all), is("at"));
    assertThat(partitionOf(null, all), is("created_at"));
    assertThat(partitionOf("n", all), is("none"));
    assertThat(partitionOf(null, columns("created_at VARCHAR")), is("none"));
  }

  private static String partitionOf(String declared, TableColumns columns) {
    return new TableTraits(List.of(), true, declared, false)
        .partition(columns)
        .map(dev.sluice.schema.bigquery.BigQueryColumn::name)
        .orElse("none");
  }

  @Test
  void takesRowsOutByTheirWholeKey() throws Exception {
    StagedTable gone = new StagedTable(ASIDE, columns("a BIGINT", "b VARCHAR"), null);
    assertThat(
        gone.deleteFrom(ORDERS, List.of("a", "b")),
        is(
            "MERGE `p.shop_staging.orders` AS __t USING `p.shop_sluice.stg` AS __g ON __t.`a` = __g.`a` AND"
                + " __t.`b` = __g.`b` WHEN MATCHED THEN DELETE"));
  }

  @Test
  void writesListsIntoTheScriptAndQuotesThem() {
    TransactionScript script = new TransactionScript();
    script.add("DELETE FROM f WHERE entry IN " + script.list(List.of("it's", "a\\b")));
    assertThat(
        script.text(),
        is(
            "BEGIN TRANSACTION;\nDELETE FROM f WHERE entry IN UNNEST(['it\\'s', 'a\\\\b']);\nCOMMIT"
                + " TRANSACTION;"));
  }

  @Test
  void givesListsAsParametersWhereTheyWouldMakeTheScriptTooLong() {
    TransactionScript script = new TransactionScript();
    script.add(
        "DELETE FROM f WHERE entry IN " + script.list(Collections.nCopies(20_000, "x".repeat(60))));
    QueryJobConfiguration job = script.job();
    assertThat(
        job.getQuery(),
        is(
            "BEGIN TRANSACTION;\nDELETE FROM f WHERE entry IN UNNEST(@list0);\nCOMMIT"
                + " TRANSACTION;"));
    assertThat(job.getNamedParameters().get("list0").getArrayValues().size(), is(20_000));
  }
}
