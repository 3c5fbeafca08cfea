// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery;

import dev.sluice.warehouse.Warehouse;
import dev.sluice.warehouse.WarehouseContract;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

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
      rig.dropDatasets();
    }
    if (server != null) {
      server.close();
    }
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
