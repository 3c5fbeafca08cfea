// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks;

import dev.sluice.checks.Check.Task;
import dev.sluice.checks.probe.Probe;
import dev.sluice.checks.probe.Probe.Side;
import dev.sluice.error.issue.Position;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.rule.Consequence;
import dev.sluice.table.Verdict;
import dev.sluice.table.file.Concealment;
import dev.sluice.table.file.Scope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** Judges checks over tables of a kernel, cut into files or shards at will, without a lake. */
final class CutFixture {
  static final Position AT = new Position("pipeline.yaml", 1, 1);

  private final Kernel kernel;
  private final Scope run;
  private final Map<String, TableSchema> schemas = new HashMap<>();

  CutFixture(Kernel kernel, Path folder) {
    this.kernel = kernel;
    this.run = new Scope(folder.toString(), "2026-03-01T10:00:00Z", "a", new Concealment(Map.of()));
  }

  /**
   * Makes a table of columns, such as {@code id INTEGER}, and of rows as SQL; none for an empty
   * one.
   */
  CutFixture table(String name, String columns, String... rows) throws StatementFailed {
    kernel.execute("CREATE OR REPLACE TABLE all_%s (%s)".formatted(name, columns));
    if (rows.length > 0) {
      kernel.execute("INSERT INTO all_%s VALUES %s".formatted(name, String.join(", ", rows)));
    }
    return known(name);
  }

  /** Makes a table of what a statement returns. */
  CutFixture made(String name, String select) throws StatementFailed {
    kernel.execute("CREATE OR REPLACE TABLE all_%s AS %s".formatted(name, select));
    return known(name);
  }

  private CutFixture known(String name) throws StatementFailed {
    List<Column> columns =
        kernel.rows(
            "DESCRIBE all_" + name, row -> Column.of(row.getString(1), row.getString(2), true));
    schemas.put(name, new TableSchema(columns));
    return this;
  }

  CutFixture personal(String table, String column) {
    schemas.compute(
        table,
        (name, schema) ->
            new TableSchema(
                schema.columns().stream()
                    .map(c -> c.name().equals(column) ? c.personal(true) : c)
                    .toList()));
    return this;
  }

  static CheckSpec check(CheckSpec.Kind kind) {
    return new CheckSpec("it", Consequence.FAIL, AT, kind);
  }

  /** {@code true observed | expected {rows}}, of a table that lies in one file. */
  String judge(CheckSpec.Kind kind) throws StatementFailed {
    return text(judge(check(kind), 1, 0));
  }

  static String text(Verdict verdict) {
    String rows =
        verdict.rows().stream()
            .map(row -> " " + row.count() + row.values())
            .collect(Collectors.joining());
    return "%s %s | %s%s".formatted(verdict.passed(), verdict.observed(), verdict.expected(), rows);
  }

  /** The verdict where rows lie in so many files or shards, cut by a seed. */
  Verdict judge(CheckSpec check, int parts, long seed) throws StatementFailed {
    return judge(new Task("t", check), parts, seed);
  }

  Verdict judge(Task task, int parts, long seed) throws StatementFailed {
    CheckPlan plan = CheckPlan.of(List.of(task), schemas, run);
    Probe probe = plan.probes().get(0);
    Look look = new Look(plan, task, probe);
    List<Observed> all = new ArrayList<>();
    all.add(Observed.NOTHING);
    for (int part = 0; part < parts; part++) {
      if (probe.isMet()) {
        for (Side side : probe.sides()) {
          view(task, side, shard(side, parts, part));
        }
        all.add(look.at(kernel, probe.looks().get(0), true));
      } else {
        for (int i = 0; i < probe.sides().size(); i++) {
          Side side = probe.sides().get(i);
          view(task, side, "hash(rowid, %d) %% %d = %d".formatted(seed, parts, part));
          all.add(look.at(kernel, probe.looks().get(i), !side.name().equals(Probe.OTHERS)));
        }
      }
    }
    java.util.Collections.shuffle(all, new Random(seed));
    return look.judge(
        kernel,
        new Observed(
            all.stream().flatMap(each -> each.seen().stream()).toList(),
            all.stream().flatMap(each -> each.against().stream()).toList()));
  }

  private static String shard(Side side, int parts, int part) {
    if (side.key().isEmpty()) {
      return part == 0 ? "true" : "false";
    }
    String keyed = "hash(%s) %% %d = %d".formatted(String.join(", ", side.key()), parts, part);
    String notNull =
        side.key().stream().map(k -> k + " IS NOT NULL").collect(Collectors.joining(" AND "));
    return side.isWithoutNulls() ? notNull + " AND " + keyed : keyed;
  }

  private void view(Task task, Side side, String condition) throws StatementFailed {
    CheckPlan.view(
        kernel,
        task,
        side,
        "SELECT * FROM %s WHERE %s".formatted(SqlName.quote("all_" + side.table()), condition));
  }
}
