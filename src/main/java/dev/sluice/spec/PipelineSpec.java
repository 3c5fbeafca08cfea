// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec;

import dev.sluice.schema.TableSchema;
import dev.sluice.spec.path.PathPattern;
import dev.sluice.spec.policy.DeadLetterSpec;
import dev.sluice.spec.policy.LakePermissions;
import dev.sluice.spec.policy.Policies;
import dev.sluice.spec.policy.PublishSpec;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.rule.QualitySpec;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.spec.telling.LineageSpec;
import dev.sluice.spec.telling.MetricsSpec;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A whole pipeline, parsed and bound: every name resolved, every statement checked, every default
 * filled in. Models stand in an order in which each comes after its inputs.
 *
 * @param name the pipeline's name
 * @param folder the absolute path of the folder that holds {@code pipeline.yaml}
 * @param lake an absolute local path, or a Beam path such as {@code gs://bucket/prefix}
 * @param warehouse null when the spec loads none
 */
public record PipelineSpec(
    String name,
    String folder,
    String lake,
    @Nullable WarehouseSpec warehouse,
    List<TableSpec> tables,
    List<ModelSpec> models,
    Policies policies,
    Layout layout)
    implements Serializable {
  public PipelineSpec {
    tables = List.copyOf(tables);
    models = List.copyOf(models);
  }

  public PublishSpec publish() {
    return policies.publish();
  }

  public DeadLetterSpec deadLetters() {
    return policies.deadLetters();
  }

  /** Which runs stay in the lake. */
  public Policies.Keep keep() {
    return policies.keep();
  }

  /** Which of the spec's targets this is. */
  public Policies.Target target() {
    return policies.target();
  }

  /** Where runs are told as OpenLineage events; null for nowhere. */
  public @Nullable LineageSpec lineage() {
    return policies.telling().lineage();
  }

  /** The file in which Prometheus finds figures of runs; null for none. */
  public @Nullable MetricsSpec metrics() {
    return policies.telling().metrics();
  }

  public LakePermissions permissions() {
    return policies.permissions();
  }

  /** The same with the lake alone. */
  public PipelineSpec withoutWarehouse() {
    return new PipelineSpec(name, folder, lake, null, tables, models, policies, layout);
  }

  /** The same with another warehouse. */
  public PipelineSpec into(WarehouseSpec other) {
    return new PipelineSpec(name, folder, lake, other, tables, models, policies, layout);
  }

  /** The same with more tables, models or columns that production need not show. */
  public PipelineSpec removing(List<String> names) {
    return new PipelineSpec(
        name, folder, lake, warehouse, tables, models, policies.removing(names), layout);
  }

  /** How many columns the table or model with most of them has; 0 where there are none. */
  public int widest() {
    return Stream.concat(
            tables.stream().map(TableSpec::schema), models.stream().map(ModelSpec::output))
        .mapToInt(schema -> schema.columns().size())
        .max()
        .orElse(0);
  }

  /** The checks that are asked in the warehouse before anything is released, by table or model. */
  public List<WarehouseCheck> warehouseChecks() {
    List<WarehouseCheck> all = new ArrayList<>();
    tables.forEach(
        table -> collect(table.name(), table.load().key(), table.schema(), table.quality(), all));
    models.forEach(
        model -> collect(model.name(), model.key(), model.output(), model.quality(), all));
    return all;
  }

  /** The tables and models against which checks hold others. */
  public Set<String> referred() {
    return qualities()
        .flatMap(quality -> quality.checks().stream())
        .flatMap(check -> check.kind().others().stream())
        .collect(Collectors.toSet());
  }

  /** Whether some check keeps the rows that are against it. */
  public boolean keepsCheckRows() {
    return qualities()
        .flatMap(quality -> quality.checks().stream())
        .anyMatch(check -> check.terms().keepsRows());
  }

  private Stream<QualitySpec> qualities() {
    return Stream.concat(
        tables.stream().map(TableSpec::quality), models.stream().map(ModelSpec::quality));
  }

  private void collect(
      String table,
      List<String> key,
      TableSchema schema,
      QualitySpec quality,
      List<WarehouseCheck> into) {
    for (CheckSpec check : quality.checks()) {
      if (check.kind() instanceof CheckSpec.InWarehouse asked) {
        into.add(WarehouseCheck.of(table, check, asked.sql()));
      } else if (check.kind() instanceof CheckSpec.RuleInWarehouse rule) {
        boolean isBigQuery = warehouse != null && warehouse.kind().equals(WarehouseSpec.BIGQUERY);
        into.add(WarehouseCheck.of(table, check, rule, key, schema.names(), isBigQuery));
      }
    }
  }

  /** The folder in which sources named relative to it must lie; null when they may lie anywhere. */
  public @Nullable String within() {
    return policies.allowsOutside() ? null : folder;
  }

  /** The patterns of sources on this machine that lie outside the pipeline's folder. */
  public List<String> outside() {
    String inside = PathPattern.quote(folder) + "/";
    return tables.stream()
        .flatMap(table -> table.source().paths().stream())
        .filter(path -> path.startsWith("/") && !path.startsWith(inside))
        .distinct()
        .toList();
  }

  public Optional<TableSpec> table(String table) {
    return tables.stream().filter(t -> t.name().equals(table)).findFirst();
  }

  public Optional<ModelSpec> model(String model) {
    return models.stream().filter(m -> m.name().equals(model)).findFirst();
  }
}
