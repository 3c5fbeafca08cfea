// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery.ledger;

import com.google.cloud.bigquery.TableId;
import dev.sluice.warehouse.bigquery.client.DatasetPlace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What a transaction notes of the tables it changes; few statements, whatever their number. */
public final class LedgerNotes {
  static final char SEPARATOR = '|';

  /** In the message of a transaction after which a table would not have the manifest's rows. */
  static final String COUNT_DIFFERS = "sluice: other rows than in the manifest: ";

  private final List<String> added = new ArrayList<>();
  private final List<String> removed = new ArrayList<>();
  private final List<String> forgotten = new ArrayList<>();
  private final List<String> counted = new ArrayList<>();
  private final List<String> counts = new ArrayList<>();

  /** A condition on the entries of a table. */
  static String isOf(String owner) {
    return "STARTS_WITH(entry, " + TransactionScript.literal(owner + SEPARATOR) + ")";
  }

  public void add(String owner, Collection<String> paths) {
    paths.forEach(path -> added.add(owner + SEPARATOR + path));
  }

  public void remove(String owner, Collection<String> paths) {
    paths.forEach(path -> removed.add(owner + SEPARATOR + path));
  }

  /** Forgets all files of a table; before any are added. */
  public void forget(String owner) {
    forgotten.add(isOf(owner));
    counted.add(owner);
  }

  /** The rows that a table must have once all is done. */
  public void count(String owner, TableId table, long rows) {
    counted.add(owner);
    counts.add(
        "SELECT %s, IF((SELECT COUNT(*) FROM %s) = %d, %d, ERROR('%s%d in %s'))"
            .formatted(
                TransactionScript.literal(owner),
                DatasetPlace.sql(table),
                rows,
                rows,
                COUNT_DIFFERS,
                rows,
                table.getTable()));
  }

  void into(TransactionScript script, String files, String countsTable) {
    if (!forgotten.isEmpty()) {
      script.add("DELETE FROM " + files + " WHERE " + String.join(" OR ", forgotten));
    }
    if (!removed.isEmpty()) {
      script.add("DELETE FROM " + files + " WHERE entry IN " + script.list(removed));
    }
    if (!added.isEmpty()) {
      script.add(
          "INSERT INTO "
              + files
              + " (entry) SELECT entry FROM "
              + script.list(added)
              + " AS entry");
    }
    if (!counted.isEmpty()) {
      script.add("DELETE FROM " + countsTable + " WHERE owner IN " + script.list(counted));
    }
    if (!counts.isEmpty()) {
      script.add(
          "INSERT INTO "
              + countsTable
              + " (owner, row_count) "
              + String.join(" UNION ALL ", counts));
    }
  }
}
