// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Position;
import dev.sluice.spec.Layout;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.spec.parse.binding.ModelDraft;
import dev.sluice.spec.parse.binding.SpecBinder;
import dev.sluice.spec.parse.binding.TableDraft;
import dev.sluice.spec.parse.binding.WarehouseStatements;
import dev.sluice.spec.parse.choice.TargetChoice;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.parse.context.TableNames;
import dev.sluice.spec.parse.location.DataPaths;
import dev.sluice.spec.parse.time.ClosedWindows;
import dev.sluice.spec.policy.DeadLetterSpec;
import dev.sluice.spec.policy.LakePermissions;
import dev.sluice.spec.policy.Policies;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.spec.unit.Spans;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;
import dev.sluice.spec.yaml.SpecShape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the top of a spec and, through the other readers, all of it. */
final class PipelineReader {
  /** More tables and models than one graph can hold. */
  private static final int MAX_TABLES = 500;

  /** More days and runs than any lake will see. */
  private static final int MOST_KEPT = 1_000_000;

  /** A shorter epoch would be all overhead; a longer one is a batch with a schedule. */
  private static final Duration SHORTEST_EPOCH = Duration.ofSeconds(1);

  private static final Duration LONGEST_EPOCH = Duration.ofHours(1);

  private static final Duration LONGEST_LAG = Duration.ofDays(1);

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,62}");

  private final SpecContext reading;

  PipelineReader(SpecContext reading) {
    this.reading = reading;
  }

  /** Reads and binds; null when anything was reported as an error. */
  @Nullable PipelineSpec read(TargetChoice choice, Position start) {
    Section top = Section.open(choice.root(), start, SpecShape.PIPELINE, reading.problems());
    if (top == null) {
      return null;
    }
    String name = name(top);
    String lake = lake(top);
    WarehouseSpec warehouse = new WarehouseReader(reading).read(top, name, lake);
    Layout layout = layout(top);
    TableNames names = names(top);
    if (names == null) {
      return null;
    }
    Policies policies =
        new Policies(
            new PublishReader(reading).read(top),
            deadLetters(top),
            top.choice("lake_permissions", LakePermissions.PRIVATE),
            keep(top),
            new NamesReader(reading).read(top, names.all()),
            top.isTrue("allow_outside"),
            target(choice),
            new TellingReader(reading).read(top));
    SpecContext sharing = reading.sharing(new DefaultsReader(reading).read(top));
    List<TableDraft> tables = tables(top, sharing.allowingAsIn(top));
    List<ModelDraft> models = models(top, sharing);
    SpecBinder.Binding binding = bind(tables, models, names);
    WarehouseTables held = new WarehouseTables(warehouse);
    held.check(top, binding.schemas(), reading.problems());
    if (reading.problems().hasErrors()) {
      return null;
    }
    List<TableSpec> complete =
        tables.stream().map(table -> table.complete(binding.quality(table.name()))).toList();
    PipelineSpec spec =
        new PipelineSpec(
            Objects.requireNonNull(name),
            reading.folder().path().toString(),
            Objects.requireNonNull(lake),
            held.with(complete, binding.models(), reading.uses().partitions()),
            complete,
            binding.models(),
            policies,
            layout);
    if (warehouse == null) {
      spec.warehouseChecks()
          .forEach(
              each ->
                  reading.invalid(
                      each.check().position(),
                      "`at: warehouse` asks the warehouse, and the spec has none",
                      "add `warehouse: duckdb:FILE` or `warehouse: bigquery:PROJECT`, or remove"
                          + " `at`"));
    }
    requireAtOnce(top, spec);
    ClosedWindows.check(spec, models, reading);
    WarehouseStatements.check(spec, reading.problems());
    return spec;
  }

  private SpecBinder.Binding bind(
      List<TableDraft> tables, List<ModelDraft> models, TableNames names) {
    SpecBinder.Binding binding =
        SpecBinder.bind(tables, models, names.all(), reading.uses(), reading.problems());
    reading.uses().resolve(names.all(), binding.schemas(), reading.problems());
    return binding;
  }

  private @Nullable String name(Section top) {
    Scalar name = top.text("name");
    if (name == null) {
      return null;
    }
    if (!NAME.matcher(name.text()).matches()) {
      reading
          .problems()
          .error(
              ErrorCode.NAME_INVALID,
              name.position(),
              name.description() + " cannot be the name of a pipeline",
              "begin with a letter; use letters, digits, `_` and `-`, at most 63");
    }
    return name.text();
  }

  private Policies.Target target(TargetChoice choice) {
    TargetChoice.Deferred other = choice.deferred();
    String lake = other == null ? null : DataPaths.lake(other.lake(), reading);
    return new Policies.Target(
        choice.name(),
        other == null || lake == null ? null : new Policies.Deferral(other.name(), lake));
  }

  private @Nullable String lake(Section top) {
    if (!top.has("lake") && top.has("targets")) {
      reading
          .problems()
          .error(
              ErrorCode.MISSING_KEY,
              top.position(),
              "no target is chosen, or it has no `lake`, and the spec itself has none",
              "add `--target NAME`, or `default_target: NAME`");
    } else if (!top.has("lake")) {
      top.missing("lake", "a pipeline needs the key `lake`");
    }
    Scalar lake = top.text("lake");
    return lake == null ? null : DataPaths.lake(lake, reading);
  }

  private Layout layout(Section top) {
    Layout byDefault = Layout.DEFAULT;
    Long shards = top.whole("shards", 1, 1024);
    Long buckets = top.whole("buckets", 1, 4096);
    return new Layout(
        top.choice("mode", byDefault.mode()),
        commitEvery(top),
        warehouseEvery(top),
        shards == null ? null : (Integer) Math.toIntExact(shards),
        buckets == null ? null : (Integer) Math.toIntExact(buckets),
        Objects.requireNonNullElse(reading.span(top, "sql_timeout"), byDefault.sqlTimeout()));
  }

  private Duration commitEvery(Section top) {
    Duration every =
        span(
            top,
            "commit_every",
            LONGEST_EPOCH,
            "an epoch of a stream takes in what came meanwhile and commits it; `commit_every: 10s`");
    return Objects.requireNonNullElse(every, Layout.DEFAULT.commitEvery());
  }

  private @Nullable Duration warehouseEvery(Section top) {
    return span(
        top,
        "warehouse_every",
        LONGEST_LAG,
        "a stream brings its warehouse up so often, over all epochs since; `warehouse_every: 1m`");
  }

  /** A span of a second to the longest; null where the key is not there. */
  private @Nullable Duration span(Section top, String key, Duration longest, String advice) {
    Duration span = reading.span(top, key);
    if (span != null
        && top.node(key) instanceof Scalar written
        && (span.compareTo(SHORTEST_EPOCH) < 0 || span.compareTo(longest) > 0)) {
      reading.invalid(
          written.position(),
          "`%s` is a span from %s to %s, not %s"
              .formatted(key, Spans.spell(SHORTEST_EPOCH), Spans.spell(longest), written.text()),
          advice);
    }
    return span;
  }

  /** What a warehouse is asked before each release cannot follow later. */
  private void requireAtOnce(Section top, PipelineSpec spec) {
    if (spec.layout().warehouseEvery() != null
        && !spec.warehouseChecks().isEmpty()
        && top.node("warehouse_every") instanceof Scalar written) {
      reading.invalid(
          written.position(),
          "the warehouse cannot follow later: %s is asked there before each release"
              .formatted(spec.warehouseChecks().get(0).called()),
          "remove `warehouse_every`, or ask it without `at: warehouse`");
    }
  }

  private DeadLetterSpec deadLetters(Section top) {
    Section letters = top.section("dead_letters", SpecShape.DEAD_LETTERS);
    DeadLetterSpec byDefault = DeadLetterSpec.DEFAULT;
    return letters == null
        ? byDefault
        : new DeadLetterSpec(letters.choice("payload", byDefault.payload()));
  }

  /** A run that is needed stays whatever is said, so that no number is too small but 0. */
  private static Policies.Keep keep(Section top) {
    Section keep = top.section("keep", SpecShape.KEEP);
    if (keep == null) {
      return Policies.Keep.EVERYTHING;
    }
    if (!keep.has("days") && !keep.has("runs")) {
      keep.missing("days", "`keep` needs `days`, `runs` or both");
    }
    Long days = keep.whole("days", 1, MOST_KEPT);
    Long runs = keep.whole("runs", 1, MOST_KEPT);
    return new Policies.Keep(
        days == null ? null : (Integer) Math.toIntExact(days),
        runs == null ? null : (Integer) Math.toIntExact(runs));
  }

  /** The names of all tables and models; null when there are too many of them to go on. */
  private @Nullable TableNames names(Section top) {
    List<Node.Field> all = new ArrayList<>(top.entries("tables"));
    if (all.isEmpty() && top.node("tables") instanceof Node.Fields) {
      reading.invalid(
          Objects.requireNonNull(top.field("tables")).key().position(),
          "`tables` has no entry",
          "a pipeline extracts at least one table");
    }
    all.addAll(top.entries("models"));
    if (all.size() > MAX_TABLES) {
      reading.invalid(
          all.get(MAX_TABLES).key().position(),
          "more than " + MAX_TABLES + " tables and models",
          "cut the pipeline into several");
      return null;
    }
    TableNames names = new TableNames(reading.problems());
    all.forEach(field -> names.add(field.key()));
    return names;
  }

  private static List<TableDraft> tables(Section top, SpecContext reading) {
    TableReader reader = new TableReader(reading);
    List<TableDraft> tables = new ArrayList<>();
    for (Node.Field field : top.entries("tables")) {
      TableDraft table = reader.read(field);
      if (table != null) {
        tables.add(table);
      }
    }
    return tables;
  }

  private static List<ModelDraft> models(Section top, SpecContext reading) {
    ModelReader reader = new ModelReader(reading);
    List<ModelDraft> models = new ArrayList<>();
    for (Node.Field field : top.entries("models")) {
      ModelDraft model = reader.read(field);
      if (model != null) {
        models.add(model);
      }
    }
    return models;
  }
}
