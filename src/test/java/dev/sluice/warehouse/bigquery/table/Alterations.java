// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery.table;

import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableId;
import com.sun.net.httpserver.HttpExchange;
import dev.sluice.schema.bigquery.BigQueryColumn;
import dev.sluice.warehouse.bigquery.FaultyServer;
import dev.sluice.warehouse.bigquery.FaultyServer.Call;
import dev.sluice.warehouse.bigquery.client.BigQueryService;
import dev.sluice.warehouse.bigquery.ledger.TableColumns;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Does for the emulator what it takes but does not do: {@code ALTER TABLE} and {@code CREATE OR
 * REPLACE TABLE}. The statements are Sluice's; only their effect is made here.
 */
public final class Alterations implements FaultyServer.Fault {
  private static final Pattern ALTER = Pattern.compile("ALTER TABLE `([^`]+)` ([^\"]+)\"");
  private static final Pattern ADD =
      Pattern.compile("ADD COLUMN IF NOT EXISTS `(\\w+)` ([A-Z0-9<>]+)");
  private static final Pattern WIDEN =
      Pattern.compile("ALTER COLUMN `(\\w+)` SET DATA TYPE (\\w+)");
  private static final Pattern REPLACE = Pattern.compile("CREATE OR REPLACE TABLE `([^`]+)`");

  public static final Predicate<Call> STATEMENTS =
      call -> ALTER.matcher(call.body()).find() || REPLACE.matcher(call.body()).find();

  private final BigQueryService service;

  public Alterations(BigQueryService service) {
    this.service = service;
  }

  @Override
  public void happen(FaultyServer server, HttpExchange exchange, Call call) throws IOException {
    String json = call.body().replace("\\u003c", "<").replace("\\u003e", ">");
    Matcher replaced = REPLACE.matcher(json);
    if (replaced.find()) {
      service.drop(id(replaced.group(1)));
      // The server knows no options of tables.
      String body =
          json.replace("CREATE OR REPLACE", "CREATE").replaceAll(" OPTIONS \\(labels.*?\\]\\)", "");
      server.pass(exchange, new Call(call.method(), call.path(), body));
      return;
    }
    Matcher altered = ALTER.matcher(json);
    if (altered.find()) {
      alter(id(altered.group(1)), altered.group(2));
      String body = json.replace(altered.group().replace("\"", ""), "SELECT 1");
      server.pass(exchange, new Call(call.method(), call.path(), body));
    }
  }

  private static TableId id(String name) {
    String[] parts = name.split("\\.");
    return TableId.of(parts[0], parts[1], parts[2]);
  }

  private void alter(TableId table, String changes) {
    TableColumns before = TableColumns.of(service.table(table).getDefinition().getSchema());
    TableColumns after = TableColumns.of(before.all());
    Matcher added = ADD.matcher(changes);
    while (added.find()) {
      boolean isArray = added.group(2).startsWith("ARRAY<");
      String type = added.group(2).replaceAll("ARRAY<|>", "");
      after.put(new BigQueryColumn(added.group(1), type, isArray, List.of()));
    }
    Matcher widened = WIDEN.matcher(changes);
    while (widened.find()) {
      after.put(new BigQueryColumn(widened.group(1), widened.group(2), false, List.of()));
    }
    TableId copy = TableId.of(table.getProject(), table.getDataset(), table.getTable() + "_copy");
    service.makeTable(copy, StandardTableDefinition.of(before.schema()), null);
    service.query(new StagedTable(table, before, null).insertInto(copy, before));
    service.drop(table);
    service.makeTable(table, StandardTableDefinition.of(after.schema()), null);
    service.query(new StagedTable(copy, before, null).insertInto(table, after));
    service.drop(copy);
  }
}
