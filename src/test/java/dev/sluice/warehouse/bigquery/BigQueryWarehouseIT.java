// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery;

import static dev.sluice.fixture.HandMadeLake.manifest;
import static dev.sluice.fixture.HandMadeLake.schema;
import static dev.sluice.fixture.HandMadeLake.table;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.cloud.bigquery.TableId;
import dev.sluice.error.PipelineException;
import dev.sluice.schema.TableSchema;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState.Kind;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import dev.sluice.warehouse.Warehouse;
import dev.sluice.warehouse.WarehouseState;
import dev.sluice.warehouse.WarehouseState.Depth;
import dev.sluice.warehouse.bigquery.client.DatasetPlace;
import dev.sluice.warehouse.bigquery.table.Alterations;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BigQueryWarehouseIT extends WarehouseContract {
  private BigQueryRig rig;
  private FaultyServer server;

  @Override
  protected Warehouse open() throws Exception {
    rig = new BigQueryRig(KNOWN);
    server = new FaultyServer(rig.endpoint());
    server.on(Alterations.STATEMENTS, Integer.MAX_VALUE, new Alterations(rig.service()));
    return rig.warehouse(server.endpoint());
  }

  @AfterEach
  void dropDatasets() {
    if (rig != null) {
      rig.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void loadsATableWholeThatARunMadeAnewBeforeItFailed() throws Exception {
    load(manifest(1, Outcome.STAGED, orders(file("a", 1, 2))));
    TableSchema text = schema("id VARCHAR");
    DataFile words =
        lake.write(
            "orders",
            "staging/orders/b.parquet",
            "SELECT 'x' AS id, now() AS created_at, now() AS updated_at");
    Manifest second = manifest(2, Outcome.STAGED, table("orders", Kind.TYPED, text, words));
    server.on(FaultyServer.COMMIT, 1, FaultyServer.failJob("invalid"));
    assertThrows(PipelineException.class, () -> load(second));
    load(second);
    assertThat(rows("staging", "orders", "id"), contains("x"));
  }

  @Test
  void saysWhatToDoWhenSomebodyElseChangedATable() throws Exception {
    load(manifest(1, Outcome.STAGED, orders(file("a", 1, 2))));
    TableId orders = rig.service().place().table("staging", "orders");
    rig.service().query("DELETE FROM " + DatasetPlace.sql(orders) + " WHERE id = 1");
    assertThat(
        warehouse.check(Depth.ROWS),
        is(new WarehouseState.Broken("staging.orders has 1 row, not 2")));
    Manifest second = manifest(2, Outcome.STAGED, orders(file("a", 1, 2), file("b", 3)));
    PipelineException refused = assertThrows(PipelineException.class, () -> load(second));
    assertThat(
        refused.getMessage(),
        containsString(
            "Somebody else changed a table: `sluice rebuild` makes all of them equal to the lake."));
  }

  @Override
  protected String place() throws Exception {
    rig.bucket().upload(Path.of(lake.root()));
    return rig.bucket().uri();
  }

  @Override
  protected List<String> rows(String schema, String table, String... columns) throws Exception {
    return rig.rows(schema, table, columns);
  }

  @Override
  protected List<String> tables(String schema) {
    return rig.tables(schema);
  }
}
