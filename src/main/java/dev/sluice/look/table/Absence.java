// SPDX-License-Identifier: Apache-2.0
package dev.sluice.look.table;

import dev.sluice.history.told.HistoryTable;
import dev.sluice.look.moment.Moment;
import dev.sluice.promote.release.Release;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.table.LakeTables;
import dev.sluice.table.TableState;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says why a name stands for no table, where there is more to say than that nothing is called so.
 *
 * @param moment the state that is looked at; empty when there is no run yet
 * @param release what production shows; empty when nothing was released yet
 */
record Absence(PipelineSpec spec, Optional<Moment> moment, Optional<Release> release) {
  private static final List<String> SCHEMAS =
      List.of("raw", "dead_letters", "production", HistoryTable.SCHEMA);

  /** Why; null when nothing is known but that no table has the name. */
  @Nullable String why(String name) {
    if (moment.isEmpty()) {
      return "There is no table %s: %s".formatted(name, noRun());
    }
    int dot = name.indexOf('.');
    String table = name.substring(dot + 1);
    String schema = dot < 0 ? "" : name.substring(0, dot).toLowerCase(Locale.ROOT);
    boolean isProduction = moment.get().isProduction() || schema.equals("production");
    if (!schema.isEmpty() && !SCHEMAS.contains(schema)) {
      return "There is no schema %s beside raw, dead_letters, production and sluice; a table stands alone"
          .formatted(name.substring(0, dot));
    }
    if (schema.equals(HistoryTable.SCHEMA)) {
      return history(name, moment.get().isProduction());
    }
    if (isProduction) {
      return production(name, schema.equals("production") ? table : name, table);
    }
    return schema.equals("raw") ? raw(name, table) : schema.isEmpty() ? own(table) : null;
  }

  private String noRun() {
    String target = spec.target().name();
    return target.isEmpty()
        ? "the lake holds no run yet. `sluice run` makes one"
        : "the lake of target %s, %s, holds no run yet. `sluice run` makes one; `--target` looks at another target"
            .formatted(target, spec.lake());
  }

  private static @Nullable String history(String name, boolean isProduction) {
    if (isProduction) {
      return "Production has no " + name + ": it shows tables and models alone";
    }
    return HistoryTable.of(name)
        .map(
            told ->
                "%s is what runs told, and no table of the lake: `sluice query 'FROM %1$s'` shows it"
                    .formatted(told.qualified()))
        .orElse(null);
  }

  private @Nullable String production(String name, String asked, String table) {
    if (asked.contains(".") || isNoneOfProduction(asked)) {
      return "Production has no " + name + ": it shows tables and models alone";
    }
    if (release.isEmpty()) {
      return "Production shows nothing yet, so no %s: no run was released. `sluice status` says where each stands"
          .formatted(name);
    }
    Release shown = release.get();
    boolean isBack = shown.kind() == Release.Kind.ROLLBACK;
    String where =
        "production shows run %d (release %d%s), which does not have it"
            .formatted(shown.manifest(), shown.number(), isBack ? ", a rollback" : "");
    if (isMade(table) && !moment.get().isProduction()) {
      return "%s is in %s, but %s. `FROM %s` reads it there"
          .formatted(table, moment.get().words(), where, table);
    }
    if (isInSpec(table)) {
      return "%s is in the spec, but %s. `sluice status` says where each run stands"
          .formatted(table, where);
    }
    return "There is no %s; production shows %s"
        .formatted(
            name,
            shown.tables().isEmpty()
                ? "no table"
                : String.join(", ", shown.tables().keySet().stream().sorted().toList()));
  }

  private static boolean isNoneOfProduction(String table) {
    return table.equalsIgnoreCase(LakeTables.DEAD_LETTERS)
        || table.equalsIgnoreCase(LakeTables.CHECK_ROWS)
        || LakeTables.isRaw(table);
  }

  private @Nullable String raw(String name, String table) {
    if (spec.model(table).isPresent()) {
      return "There is no %s: %s is a model, and only tables have raw rows".formatted(name, table);
    }
    return isInSpec(table) ? unmade(name) : null;
  }

  private @Nullable String own(String table) {
    if (table.equalsIgnoreCase(LakeTables.CHECK_ROWS)) {
      return "No check kept rows in %s: `keep_rows: true` beside a check does, from its next run on"
          .formatted(moment.orElseThrow().words());
    }
    return isInSpec(table) ? unmade(table) : null;
  }

  private String unmade(String name) {
    return "%s is in the spec, but not in %s: `sluice run` makes it"
        .formatted(name, moment.orElseThrow().words());
  }

  private boolean isMade(String table) {
    return moment.stream()
        .flatMap(at -> at.manifest().published().stream())
        .map(TableState::table)
        .anyMatch(table::equalsIgnoreCase);
  }

  private boolean isInSpec(String table) {
    return Stream.concat(
            spec.tables().stream().map(each -> each.name()),
            spec.models().stream().map(each -> each.name()))
        .anyMatch(table::equalsIgnoreCase);
  }
}
