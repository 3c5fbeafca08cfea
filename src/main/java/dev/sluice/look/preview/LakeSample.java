// SPDX-License-Identifier: Apache-2.0
package dev.sluice.look.preview;

import dev.sluice.commit.DefinitionDigest;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.look.moment.Moment;
import dev.sluice.look.table.LookedTable;
import dev.sluice.look.table.Masks;
import dev.sluice.look.table.TableCatalog;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.TableState;
import dev.sluice.table.read.LakeRelation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Shows a kernel rows that earlier runs left in the lake. */
final class LakeSample {
  private final Kernel kernel;
  private final PipelineSpec spec;
  private final Optional<Moment> moment;
  private final TableCatalog catalog;
  private final long most;

  LakeSample(Kernel kernel, PipelineSpec spec, Optional<Moment> moment, long most) {
    this.kernel = kernel;
    this.spec = spec;
    this.moment = moment;
    this.catalog = new TableCatalog(spec, moment, new Masks(spec, true));
    this.most = most;
  }

  /** Whether the lake has rows of a table or model as the spec describes it now. */
  boolean has(String name) {
    Optional<TableState> state = moment.flatMap(m -> m.manifest().table(name));
    return state.filter(found -> !found.isLeft() && isAsNow(found)).isPresent();
  }

  private boolean isAsNow(TableState state) {
    Optional<ModelSpec> model = spec.model(state.table());
    boolean isSameModel =
        model.map(m -> state.taken().spec().equals(DefinitionDigest.by(m))).orElse(true);
    return isSameModel && state.schemaId().equals(TableState.idOf(schema(state.table())));
  }

  private TableSchema schema(String name) {
    return spec.table(name)
        .map(TableSpec::schema)
        .orElseGet(() -> spec.model(name).orElseThrow().output());
  }

  /** How many rows there are. */
  private long rows(String name) {
    return moment.flatMap(m -> m.manifest().table(name)).map(s -> s.data().rows()).orElse(0L);
  }

  boolean isLong(String name) {
    return rows(name) > most;
  }

  /** All rows. */
  SampledInput whole(String name) throws StatementFailed {
    show(name, "");
    return SampledInput.ofLake(
        name, "all %s, from %s".formatted(SourceSample.count(rows(name), "row"), where()), true);
  }

  /** The first rows. */
  SampledInput first(String name) throws StatementFailed {
    if (!isLong(name)) {
      return whole(name);
    }
    show(name, " LIMIT " + most);
    return SampledInput.ofLake(
        name,
        "the first %,d of %s, from %s"
            .formatted(most, SourceSample.count(rows(name), "row"), where()),
        false);
  }

  private static String keys(String model) {
    return SqlName.quote("__keys_" + model);
  }

  /** Notes for a model the keys of the first rows of an input. */
  void noteKeys(String model, String name, List<String> per) throws StatementFailed {
    String columns = SqlName.list(per);
    kernel.execute(
        "CREATE TEMP TABLE %s AS SELECT DISTINCT %s FROM (SELECT %2$s FROM (%s) LIMIT %d)"
            .formatted(keys(model), columns, select(name), most));
  }

  /** All rows of the keys that were noted for a model. */
  SampledInput ofKeys(String model, String name, List<String> per) throws StatementFailed {
    String same =
        per.stream()
            .map(c -> "k.%1$s IS NOT DISTINCT FROM t.%1$s".formatted(SqlName.quote(c)))
            .collect(Collectors.joining(" AND "));
    show(name, " t WHERE EXISTS (FROM %s k WHERE %s)".formatted(keys(model), same));
    long keys = kernel.rows("SELECT count(*) FROM " + keys(model), row -> row.getLong(1)).get(0);
    return SampledInput.ofLake(
        name,
        "those of %s of %s among %s, from %s"
            .formatted(
                SourceSample.count(keys, "value"),
                String.join(", ", per),
                SourceSample.count(rows(name), "row"),
                where()),
        false);
  }

  private String where() {
    return "the lake (run %d)".formatted(moment.orElseThrow().manifest().number());
  }

  private void show(String name, String which) throws StatementFailed {
    kernel.execute(
        "CREATE TEMP VIEW %s AS SELECT * FROM (%s)%s"
            .formatted(SqlName.quote(name), select(name), which));
  }

  private String select(String name) {
    LookedTable table = catalog.find(name).orElseThrow();
    return "SELECT %s FROM (%s)".formatted(LakeRelation.casts(schema(name)), table.select());
  }
}
