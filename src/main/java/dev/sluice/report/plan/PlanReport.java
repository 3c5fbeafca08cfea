// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.plan;

import dev.sluice.report.run.ResultPlaces;
import dev.sluice.report.text.SpecWords;
import dev.sluice.schema.Column;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.spec.policy.NotifySpec;
import dev.sluice.spec.policy.Policies;
import dev.sluice.spec.policy.PublishSpec;
import dev.sluice.spec.policy.PublishSpec.Approve;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.rule.QualitySpec;
import dev.sluice.spec.rule.RuleSpec;
import dev.sluice.spec.table.Contract;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.spec.unit.Sizes;
import dev.sluice.spec.unit.Spans;
import dev.sluice.spec.unit.Trim;
import dev.sluice.table.LakeTables;
import dev.sluice.table.log.ManifestStore;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a run would do: every step in lineage order with every default filled in, and every path and
 * warehouse table it would touch.
 *
 * @param settings of the whole pipeline, in the spec's words
 * @param touches what belongs to no single step: dead letters, manifests
 */
public record PlanReport(
    String pipeline, Map<String, @Nullable Object> settings, List<Step> steps, Touched touches) {

  /**
   * One table or model.
   *
   * @param kind {@code table} or {@code model}
   * @param inputs the tables a model reads, or a table's source patterns
   * @param lookup the tables every worker sees whole
   * @param settings in the spec's words
   */
  public record Step(
      String name,
      String kind,
      List<String> inputs,
      List<String> lookup,
      Map<String, @Nullable Object> settings,
      Touched touches) {
    boolean isTable() {
      return kind.equals("table");
    }
  }

  /**
   * What would be written.
   *
   * @param folders of the lake
   * @param warehouseTables with their schema; empty when the spec has no warehouse
   */
  public record Touched(List<String> folders, List<String> warehouseTables) {}

  public static PlanReport of(PipelineSpec spec) {
    Map<String, @Nullable Object> settings = new LinkedHashMap<>();
    ResultPlaces places = ResultPlaces.of(spec);
    if (!spec.target().name().isEmpty()) {
      settings.put("target", spec.target().name());
    }
    Policies.Deferral other = spec.target().deferral();
    if (other != null) {
      settings.put("defer", other.target() + " (" + other.lake() + ")");
    }
    settings.put("folder", spec.folder());
    settings.put("lake", places.lake());
    settings.put("lake_permissions", SpecWords.snake(spec.permissions().name()));
    settings.put("warehouse", places.warehouse());
    WarehouseSpec held = spec.warehouse();
    if (held != null && held.kind().equals(WarehouseSpec.DUCKDB)) {
      settings.put("warehouse_wait", Spans.spell(held.patience()));
    }
    List<String> ways = WarehouseCost.byTable(spec);
    if (!ways.isEmpty()) {
      settings.put("warehouse_way", ways);
    }
    List<String> cost = WarehouseCost.of(spec);
    if (!cost.isEmpty()) {
      settings.put("warehouse_cost", cost);
    }
    if (!spec.outside().isEmpty()) {
      settings.put("reads_outside", spec.outside());
    }
    settings.put("publish", publish(spec.publish()));
    settings.put("dead_letters", SpecWords.fields(spec.deadLetters(), Set.of()));
    settings.put(
        "keep",
        spec.keep().isEverything() ? "everything" : SpecWords.fields(spec.keep(), Set.of()));
    settings.putAll(SpecWords.fields(spec.layout(), Set.of()));
    List<Step> steps = new ArrayList<>();
    spec.tables().forEach(table -> steps.add(step(spec, table)));
    spec.models().forEach(model -> steps.add(step(spec, model)));
    Touched touched =
        new Touched(
            List.of(
                places.staging(ResultPlaces.DEAD_LETTERS) + "/created_at=…/",
                places.inLake(ManifestStore.COMMITTED) + "/",
                places.inLake(ManifestStore.FAILED) + "/"),
            List.of());
    return new PlanReport(spec.name(), settings, List.copyOf(steps), touched);
  }

  private static Map<String, @Nullable Object> contract(Contract contract) {
    Set<String> without =
        contract.evolved().isEmpty() ? Set.of("columns", "evolved") : Set.of("columns");
    Map<String, @Nullable Object> said = SpecWords.fields(contract, without);
    if (!contract.columns().isEmpty()) {
      Map<String, @Nullable Object> columns = new LinkedHashMap<>();
      contract.columns().forEach((name, own) -> columns.put(name, SpecWords.fields(own, Set.of())));
      said.put("columns", columns);
    }
    return said;
  }

  /** The same with what is known of the files of each table. */
  public PlanReport with(Map<String, Object> files) {
    return new PlanReport(
        pipeline, settings, steps.stream().map(step -> with(step, files)).toList(), touches);
  }

  private static Step with(Step step, Map<String, Object> files) {
    if (!step.isTable() || !files.containsKey(step.name())) {
      return step;
    }
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    step.settings()
        .forEach(
            (key, value) -> {
              all.put(key, value);
              if (key.equals("source")) {
                all.put("files", files.get(step.name()));
              }
            });
    return new Step(step.name(), step.kind(), step.inputs(), step.lookup(), all, step.touches());
  }

  /** The same plan, with what people should know of it. */
  public PlanReport noting(List<String> notes) {
    Map<String, @Nullable Object> with = new LinkedHashMap<>(settings);
    if (!notes.isEmpty()) {
      with.put("notes", notes);
    }
    return new PlanReport(pipeline, with, steps, touches);
  }

  /** The same plan with these tables and models alone; with all when it names none. */
  public PlanReport selecting(List<String> names) {
    if (names.isEmpty()) {
      return this;
    }
    Map<String, @Nullable Object> with = new LinkedHashMap<>();
    with.put("selected", names);
    with.putAll(settings);
    return new PlanReport(
        pipeline,
        with,
        steps.stream().filter(step -> names.contains(step.name())).toList(),
        touches);
  }

  private static Map<String, @Nullable Object> publish(PublishSpec publish) {
    NotifySpec notify = publish.notice();
    Map<String, @Nullable Object> settings = new LinkedHashMap<>();
    settings.put("approve", SpecWords.snake(publish.approve().name()));
    settings.put(
        "notify",
        notify == null ? null : SpecWords.snake(notify.kind().name()) + ":" + notify.shown());
    settings.put("expire_after", Spans.spell(publish.expireAfter()));
    settings.put("signers", new TreeMap<>(publish.signers()));
    return settings;
  }

  private static Step step(PipelineSpec spec, TableSpec table) {
    Map<String, @Nullable Object> settings = new LinkedHashMap<>();
    Map<String, @Nullable Object> source = new LinkedHashMap<>();
    if (table.source() instanceof SourceSpec.MessageLog log) {
      source.putAll(TopicSettings.of(log));
    } else {
      source.put(table.source().format(), table.source().paths());
      source.putAll(
          SpecWords.fields((Record) table.source(), Set.of("paths", "limits", "lines", "records")));
    }
    if (table.source() instanceof SourceSpec.Csv csv) {
      source.putAll(SpecWords.fields(csv.lines(), Set.of("trim")));
      Trim trim = csv.lines().trim();
      source.put("trim", trim == Trim.ALL ? trim.word() : trim == Trim.AROUND);
    }
    if (table.source() instanceof SourceSpec.Json json) {
      source.put("records", json.records().spelled());
    }
    if (table.source() instanceof SourceSpec.Csv || table.source() instanceof SourceSpec.Json) {
      source.put("max_record", Sizes.spell(table.source().limits().record()));
      source.put("max_ratio", table.source().limits().ratio());
    }
    settings.put("source", source);
    settings.put("schema", columns(table.schema().columns()));
    settings.put("contract", contract(table.contract()));
    Map<String, @Nullable Object> load = SpecWords.fields(table.load(), Set.of("disposition"));
    settings.put("load", SpecWords.snake(table.load().disposition().name()));
    settings.putAll(load);
    quality(settings, table.quality());
    return new Step(
        table.name(),
        "table",
        table.source().paths(),
        List.of(),
        settings,
        touched(spec, table.name(), List.of(LakeTables.raw(table.name()))));
  }

  private static Step step(PipelineSpec spec, ModelSpec model) {
    Map<String, @Nullable Object> settings = new LinkedHashMap<>();
    settings.put("sql", model.sql().text());
    settings.put("per", model.per());
    if (model.window() != null) {
      settings.put("window", model.window().toString());
    }
    if (model.isIncremental()) {
      settings.put("incremental", true);
    }
    settings.put("lookup", model.lookup());
    settings.put("schema", columns(model.output().columns()));
    settings.put("key", model.key());
    quality(settings, model.quality());
    return new Step(
        model.name(),
        "model",
        model.inputs(),
        model.lookup(),
        settings,
        touched(spec, model.name(), List.of()));
  }

  private static void quality(Map<String, @Nullable Object> settings, QualitySpec quality) {
    settings.put("rules", quality.rules().stream().map(PlanReport::rule).toList());
    settings.put("checks", quality.checks().stream().map(PlanReport::check).toList());
    settings.put("tolerate", SpecWords.fields(quality.tolerate(), Set.of()));
  }

  private static Map<String, @Nullable Object> rule(RuleSpec rule) {
    Map<String, @Nullable Object> one = new LinkedHashMap<>();
    one.put("name", rule.name());
    if (rule.told() != null) {
      one.put("asks", rule.words());
    } else {
      one.put("sql", rule.sql().text());
      if (rule.where() != null) {
        one.put("where", rule.where().text());
      }
    }
    if (rule.isRaw()) {
      one.put("at", "raw");
    }
    one.put("severity", SpecWords.snake(rule.consequence().name()));
    return one;
  }

  private static Map<String, @Nullable Object> check(CheckSpec check) {
    Map<String, @Nullable Object> one = new LinkedHashMap<>();
    one.put("name", check.name());
    one.put(check.kind().word(), asked(check.kind()));
    CheckSpec.Terms terms = check.terms();
    if (terms.where() != null) {
      one.put("where", terms.where().text());
    }
    one.putAll(limits(terms));
    one.put("severity", SpecWords.snake(check.consequence().name()));
    return one;
  }

  /** What a kind asks; its bounds as the spec has them. */
  private static Map<String, @Nullable Object> asked(CheckSpec.Kind kind) {
    Map<String, @Nullable Object> asked = new LinkedHashMap<>();
    SpecWords.fields((Record) kind, Set.of("output", "is_by_row", "pattern"))
        .forEach(
            (key, value) -> {
              if (key.equals("limits") && value instanceof Map<?, ?> limits) {
                limits.forEach((bound, each) -> asked.put(String.valueOf(bound), number(each)));
              } else {
                asked.put(key, value);
              }
            });
    return asked;
  }

  /** A bound as a number where it is one. */
  private static @Nullable Object number(@Nullable Object bound) {
    try {
      return bound == null ? null : new BigDecimal(bound.toString());
    } catch (NumberFormatException e) {
      return bound;
    }
  }

  /** What was asked of a check beside its kind, apart from what is usual. */
  private static Map<String, @Nullable Object> limits(CheckSpec.Terms terms) {
    Map<String, @Nullable Object> limits = new LinkedHashMap<>();
    if (terms.allowed().rows() != null) {
      limits.put("max_rows", terms.allowed().rows());
    }
    if (terms.allowed().ratio() != null) {
      limits.put("max_ratio", terms.allowed().ratio());
    }
    if (terms.minSample() > 0) {
      limits.put("min_sample", terms.minSample());
    }
    if (terms.examples() != CheckSpec.Terms.USUAL_EXAMPLES) {
      limits.put("examples", terms.examples());
    }
    return limits;
  }

  private static List<String> columns(List<Column> columns) {
    return columns.stream()
        .map(
            column ->
                column.name()
                    + " "
                    + column.type()
                    + (column.nullable() ? "" : " not null")
                    + (column.pii() ? " pii" : "")
                    + sourcing(column))
        .toList();
  }

  /** How a source has a column, where that is not as by default. */
  private static String sourcing(Column column) {
    List<String> told = new ArrayList<>();
    if (!column.sourcing().from().isEmpty()) {
      told.add(", from '" + String.join("' or '", column.sourcing().from()) + "'");
    }
    told.add(column.form().told());
    if (!column.form().nullValues().isEmpty()) {
      told.add(", null for '" + String.join("' or '", column.form().nullValues()) + "'");
    }
    if (column.fallback() != null) {
      told.add(", by default " + column.fallback());
    }
    return String.join("", told);
  }

  private static Touched touched(PipelineSpec spec, String name, List<String> raw) {
    ResultPlaces places = ResultPlaces.of(spec);
    List<String> folders = new ArrayList<>();
    List<String> tables = new ArrayList<>();
    for (String each : raw) {
      folders.add(places.staging(each) + "/created_at=…/");
      tables.add("staging." + each);
    }
    folders.add(places.staging(name) + "/");
    tables.add("staging." + name);
    if (spec.publish().approve() == Approve.AUTO) {
      folders.add(places.production() + "/" + name + "/");
      tables.add("production." + name);
    }
    WarehouseSpec warehouse = spec.warehouse();
    return new Touched(
        folders,
        warehouse == null
            ? List.of()
            : tables.stream().map(table -> qualified(warehouse, table)).toList());
  }

  private static String qualified(WarehouseSpec warehouse, String table) {
    int dot = table.indexOf('.');
    return warehouse.schema(table.substring(0, dot)) + table.substring(dot);
  }
}
