// SPDX-License-Identifier: Apache-2.0
package dev.sluice.explain.cause;

import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.ParquetRead;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.schema.form.SourceNames;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.DataFile;
import dev.sluice.table.LakeTables;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.read.LakeRelation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The texts that a run read, as it landed them raw: some are enough to tell how they are written.
 */
final class RawValues {
  private static final int MOST_ROWS = 200_000;

  private final PipelineSpec spec;
  private final @Nullable Manifest run;
  private int made;

  /**
   * Those of a run.
   *
   * @param run null when nobody knows which
   */
  RawValues(PipelineSpec spec, @Nullable Manifest run) {
    this.spec = spec;
    this.run = run;
  }

  /** The texts of a column; nothing where they are not there as texts. */
  Optional<Values> values(Kernel kernel, TableSpec table, Column column) throws StatementFailed {
    boolean isJson = table.source().record() instanceof SourceSpec.Json;
    if (run == null || !(isJson || table.source().record() instanceof SourceSpec.Csv)) {
      return Optional.empty();
    }
    List<String> paths = new ArrayList<>();
    files(run, table).stream()
        .limit(8)
        .forEach(file -> paths.add(LakeRelation.local(spec.lake(), file.path())));
    if (paths.isEmpty()) {
      return Optional.empty();
    }
    String relation = ParquetRead.of(paths);
    Optional<String> name = name(kernel, relation, column);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    String into = "raw_" + made++;
    String text = "CAST(v AS VARCHAR)";
    String bare =
        isJson
            ? "CASE WHEN %s THEN %s ELSE %s END"
                .formatted(JsonStrings.isOne(text), JsonStrings.bare(text), text)
            : text;
    kernel.execute(
        "CREATE TEMP TABLE %s AS SELECT %s AS val, count(*) AS n FROM (SELECT %s AS v FROM %s LIMIT %d) WHERE v IS NOT NULL GROUP BY 1"
            .formatted(into, bare, SqlName.quote(name.get()), relation, MOST_ROWS));
    return Optional.of(new Values(kernel, into, "true"));
  }

  /** A replay reads bad rows alone; how a column is written tell the rows that are there. */
  private static List<DataFile> files(Manifest run, TableSpec table) {
    boolean isReplay = run.run().inputs().kind() == Manifest.Inputs.Kind.REPLAY;
    return run.table(LakeTables.raw(table.name()))
        .map(state -> isReplay ? state.files() : state.landed())
        .orElse(List.of());
  }

  private static Optional<String> name(Kernel kernel, String relation, Column column)
      throws StatementFailed {
    List<String> there = kernel.rows("DESCRIBE SELECT * FROM " + relation, row -> row.getString(1));
    List<String> wanted = column.sourceNames().stream().map(SourceNames::loose).toList();
    return there.stream().filter(name -> wanted.contains(SourceNames.loose(name))).findFirst();
  }
}
