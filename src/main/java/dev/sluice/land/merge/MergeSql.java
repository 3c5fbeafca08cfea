// SPDX-License-Identifier: Apache-2.0
package dev.sluice.land.merge;

import dev.sluice.kernel.sql.ParquetRead;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.table.DataFile;
import dev.sluice.table.file.AuditColumns;
import dev.sluice.table.file.Scope;
import dev.sluice.table.key.DeletedRows;
import dev.sluice.table.read.LakeRelation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The statement that merges one bucket. Names of its own begin with {@code __}, as no column of a
 * contract may.
 *
 * <p>Each live row and each winner of the fresh rows gets a fate: {@code kept} (no fresh row of its
 * key), {@code inserted}, {@code updated}, {@code unchanged} (the same content again) or {@code
 * older} (the live row is later by {@code latest_by}; or, without it, of a run that is not older
 * than the one that read the letter which is replayed). Among fresh rows of one key the greatest
 * {@code latest_by} wins, then the last source file by name, then the last row.
 *
 * <p>Beside it stands whether the row was deleted before ({@code __was}; null for a key that was
 * not there) and whether it is now ({@code __gone}).
 */
final class MergeSql {
  private final Merge.Plan plan;
  private final Scope run;

  MergeSql(Merge.Plan plan, Scope run) {
    this.plan = plan;
    this.run = run;
  }

  /** One row for each key, deleted ones too. */
  String merge(List<DataFile> old, List<DataFile> fresh) {
    return "SELECT *, %s AS __gone FROM (%s) AS %s"
        .formatted(
            DeletedRows.holds(plan.load()), fates(there(old), fresh), SqlName.quote(plan.table()));
  }

  private String there(List<DataFile> old) {
    List<DataFile> live = new ArrayList<>(old);
    live.removeIf(file -> !file.table().equals(plan.table()));
    List<DataFile> deleted = new ArrayList<>(old);
    deleted.removeAll(live);
    String rows = "SELECT *, false AS __was FROM (" + stored(live) + ")";
    return deleted.isEmpty()
        ? rows
        : rows + " UNION ALL SELECT *, true AS __was FROM (" + stored(deleted) + ")";
  }

  private String stored(List<DataFile> files) {
    return LakeRelation.of(run.root(), files, AuditColumns.stored(plan.schema()));
  }

  private String fates(String there, List<DataFile> fresh) {
    if (fresh.isEmpty()) {
      return "SELECT *, 'kept' AS __fate FROM (%s)".formatted(there);
    }
    return """
        WITH __o AS (SELECT *, true AS __there FROM (%s)),
        __n AS (
          SELECT *, true AS __there FROM (%s)
          QUALIFY row_number() OVER (PARTITION BY %s ORDER BY %s __file DESC, __row DESC) = 1),
        __judged AS (
          SELECT __o, __n, CASE
            WHEN __n.__there IS NULL THEN 'kept'
            WHEN __o.__there IS NULL THEN 'inserted'
            WHEN %s THEN 'older'
            WHEN %s THEN 'unchanged'
            ELSE 'updated' END AS __fate
          FROM __o FULL JOIN __n ON %s)
        SELECT %s, __o.__was AS __was, __fate FROM __judged"""
        .formatted(
            there,
            fresh(fresh),
            SqlName.list(plan.key()),
            plan.latestBy() == null ? "" : SqlName.quote(plan.latestBy()) + " DESC NULLS LAST, ",
            isOlder(),
            plan.schema().names().stream()
                .map(c -> "__o.%1$s IS NOT DISTINCT FROM __n.%1$s".formatted(SqlName.quote(c)))
                .collect(Collectors.joining(" AND ")),
            plan.key().stream()
                .map(c -> "__o.%1$s = __n.%1$s".formatted(SqlName.quote(c)))
                .collect(Collectors.joining(" AND ")),
            items());
  }

  /** How many keys more than one row has. */
  String shared(List<DataFile> old) {
    return "SELECT count(*) FROM (SELECT 1 FROM (%s) GROUP BY %s HAVING count(*) > 1)"
        .formatted(stored(old), SqlName.list(plan.key()));
  }

  private String fresh(List<DataFile> fresh) {
    String rows = "FROM " + LakeRelation.scan(run.root(), fresh);
    String letters = plan.letters();
    return letters != null && isByReading()
        ? "SELECT __f.*, __l.read_at AS __read_at FROM (%s) __f LEFT JOIN %s __l ON __l.origin = __f.__file AND __l.origin_row = __f.__row"
            .formatted(
                rows,
                ParquetRead.of(List.of(LakeRelation.local(run.root(), run.relative(letters)))))
        : rows;
  }

  /** Whether it matters when a replayed row was read. */
  private boolean isByReading() {
    return plan.letters() != null && plan.latestBy() == null;
  }

  private String isOlder() {
    if (isByReading()) {
      boolean isStamped = AuditColumns.addedTo(plan.schema()).contains(AuditColumns.UPDATED);
      return isStamped ? "coalesce(__o.updated_at >= __n.__read_at, true)" : "true";
    }
    if (plan.latestBy() == null) {
      return "false";
    }
    String column = SqlName.quote(plan.latestBy());
    return "__o.%1$s IS NOT NULL AND (__n.%1$s IS NULL OR __n.%1$s < __o.%1$s)".formatted(column);
  }

  private String items() {
    String columns =
        plan.schema().names().stream()
            .map(
                c ->
                    "CASE WHEN __fate IN ('inserted', 'updated') THEN __n.%1$s ELSE __o.%1$s END AS %1$s"
                        .formatted(SqlName.quote(c)))
            .collect(Collectors.joining(", "));
    String now = "TIMESTAMPTZ " + SqlName.literal(run.createdAt());
    for (String name : AuditColumns.addedTo(plan.schema())) {
      columns +=
          name.equals(AuditColumns.CREATED)
              ? ", coalesce(__o.created_at, %s) AS created_at".formatted(now)
              : ", CASE WHEN __fate IN ('inserted', 'updated') THEN %s ELSE __o.updated_at END AS updated_at"
                  .formatted(now);
    }
    return columns;
  }
}
