// SPDX-License-Identifier: Apache-2.0
package dev.sluice.land.merge;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;

import dev.sluice.kernel.StatementFailed;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.table.LoadSpec;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.key.BucketLayout;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergeSqlTest {
  private static final TableSchema SCHEMA =
      new TableSchema(
          List.of(
              Column.of("id", "INTEGER", false),
              Column.of("v", "VARCHAR", true),
              Column.of("at", "DATE", true)));

  private @TempDir Path folder;
  private LakeFixture lake;

  @BeforeEach
  void open() {
    lake = new LakeFixture(folder);
  }

  @AfterEach
  void close() {
    lake.close();
  }

  @Test
  void givesEveryRowItsFate() throws StatementFailed {
    DataFile old =
        lake.file(
            "t",
            """
            SELECT *, TIMESTAMPTZ '2026-01-01 00:00:00Z' AS created_at,
              TIMESTAMPTZ '2026-02-01 00:00:00Z' AS updated_at
            FROM (VALUES (1, 'kept', DATE '2026-01-01'), (2, 'same', DATE '2026-01-02'),
              (3, 'old', DATE '2026-01-03'), (4, 'newer', DATE '2026-01-09')) v(id, v, "at")""");
    DataFile fresh =
        fresh(
            "(2, 'same', DATE '2026-01-02', 'f', 1), (3, 'new', DATE '2026-01-04', 'f', 2),"
                + " (4, 'stale', DATE '2026-01-08', 'f', 3), (5, 'first', NULL, 'f', 4)");
    assertThat(
        merge("at", List.of(old), List.of(fresh)),
        contains(
            "1|kept|2026-01-01|2026-01-01|2026-02-01|kept",
            "2|same|2026-01-02|2026-01-01|2026-02-01|unchanged",
            "3|new|2026-01-04|2026-01-01|2026-03-01|updated",
            "4|newer|2026-01-09|2026-01-01|2026-02-01|older",
            "5|first|null|2026-03-01|2026-03-01|inserted"));
  }

  @Test
  void letsTheGreatestLatestByWinThenTheLastRead() throws StatementFailed {
    DataFile a =
        fresh(
            "(1, 'late', DATE '2026-01-05', 'a', 1), (1, 'early', DATE '2026-01-01', 'b', 9),"
                + " (2, 'first', DATE '2026-01-01', 'a', 2)");
    DataFile b = fresh("(2, 'second', DATE '2026-01-01', 'b', 1), (1, 'none', NULL, 'c', 1)");
    assertThat(
        merge("at", List.of(), List.of(a, b)),
        contains(
            "1|late|2026-01-05|2026-03-01|2026-03-01|inserted",
            "2|second|2026-01-01|2026-03-01|2026-03-01|inserted"));
  }

  @Test
  void letsTheRowReadLastWinWithoutLatestBy() throws StatementFailed {
    DataFile fresh =
        fresh("(1, 'a', DATE '2026-01-05', 'f', 1), (1, 'b', DATE '2026-01-01', 'f', 2)");
    assertThat(
        merge(null, List.of(), List.of(fresh)),
        contains("1|b|2026-01-01|2026-03-01|2026-03-01|inserted"));
  }

  private DataFile fresh(String values) throws StatementFailed {
    return lake.file("t", "SELECT * FROM (VALUES " + values + ") v(id, v, \"at\", __file, __row)");
  }

  private List<String> merge(@Nullable String latestBy, List<DataFile> old, List<DataFile> fresh)
      throws StatementFailed {
    Merge.Plan plan =
        new Merge.Plan(
            "t",
            SCHEMA,
            new LoadSpec(LoadSpec.Disposition.MERGE, List.of("id"), latestBy, null),
            new Merge.Cut(BucketLayout.even(1), false),
            new Merge.Before(
                new TableState.Data(old, List.of()),
                new TableState.Data(List.of(), List.of()),
                false),
            LakeFixture.ASKED);
    String sql = new MergeSql(plan, lake.run).merge(old, fresh);
    return lake.rows(
        "SELECT id, v, \"at\", created_at::DATE, updated_at::DATE, __fate FROM ("
            + sql
            + ") ORDER BY id");
  }
}
