// SPDX-License-Identifier: Apache-2.0
package dev.sluice.graph;

import dev.sluice.commit.Commit;
import dev.sluice.commit.checkpoint.Checkpoint.Finished;
import dev.sluice.fact.Fact;
import dev.sluice.intake.InputFile;
import dev.sluice.intake.Intake;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.land.time.PassTime;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.rule.RuleSpec;
import dev.sluice.spec.table.LoadSpec.Disposition;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.spec.time.EventTime;
import dev.sluice.table.LakeTables;
import dev.sluice.table.TableState;
import dev.sluice.table.file.Scope;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.notes.SourceFile;
import dev.sluice.table.time.Watermark;
import dev.sluice.validate.Validate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What event time means to a run: where it stood before, and which rows come too late for that.
 *
 * @param finished the tables that an earlier attempt finished
 * @param files the source files that are read of each table
 */
record RunTime(
    Commit.Draft draft, Map<String, Finished> finished, Map<String, List<InputFile>> files) {
  /** By how much clocks of senders may be ahead of this machine's. */
  private static final Duration AHEAD = Duration.ofMinutes(1);

  /** The tables that a model is made of, without lookups, whose rows have an event time. */
  static List<String> tables(PipelineSpec spec, ModelSpec model) {
    Set<String> tables = new LinkedHashSet<>();
    for (String input : model.inputs()) {
      spec.model(input).ifPresent(other -> tables.addAll(tables(spec, other)));
      spec.table(input)
          .filter(table -> table.eventTime() != null)
          .ifPresent(table -> tables.add(table.name()));
    }
    return List.copyOf(tables);
  }

  private Watermark before(String table) {
    return draft
        .before(LakeTables.raw(table))
        .map(state -> state.taken().watermark())
        .orElse(Watermark.NONE);
  }

  /** Whether rows come beside those that are there; else all of them are read anew. */
  private boolean isBeside(TableSpec table) {
    return table.load().disposition() != Disposition.REPLACE
        && draft.base() != null
        && (!draft.intake(table.name()).known().isNothing()
            || !draft.intake(table.name()).known().renewed().isEmpty()
            || before(table.name()).partitions().stream().anyMatch(each -> !each.name().isEmpty()));
  }

  /** Replays and ranges that are read again take in what somebody asks for, late or not. */
  boolean isOrdinary(TableSpec table) {
    return draft.request().inputs().kind() == Manifest.Inputs.Kind.RUN
        && draft.intake(table.name()).mode() == Intake.Mode.READ;
  }

  /** Asks of rows that come for the first time whether they come too late. */
  Validate lateness(TableSpec table, Validate validate) {
    EventTime time = table.eventTime();
    if (time == null || !isOrdinary(table) || !isBeside(table)) {
      return validate;
    }
    Watermark stood = before(table.name());
    Optional<Instant> at =
        stood.column().equals(time.column()) ? stood.instant() : Optional.empty();
    RuleSpec rule = at.map(time::lateness).orElse(null);
    return rule == null ? validate : validate.refusingLate(rule, again(table.name()));
  }

  /** The files that are read and were read before. */
  private Set<String> again(String table) {
    Set<String> known = new HashSet<>();
    for (InputFile file : files.getOrDefault(table, List.of())) {
      if (file.log() == null) {
        known.add(file.path());
      }
    }
    if (!known.isEmpty()) {
      Set<String> before = new HashSet<>();
      draft.before(LakeTables.raw(table)).map(TableState::sources).orElse(List.of()).stream()
          .map(SourceFile::path)
          .forEach(before::add);
      known.retainAll(before);
    }
    return known;
  }

  /** Moves a table's watermark by the rows that this run reads. */
  PassTime pass(TableSpec table, Scope run, KernelSettings kernel) {
    Instant started = Instant.parse(draft.request().startedAt());
    PassTime.Plan plan =
        new PassTime.Plan(
            table.name(),
            Objects.requireNonNull(table.eventTime()),
            table.source() instanceof SourceSpec.MessageLog,
            run.createdAt(),
            started.plus(AHEAD).toString());
    return PassTime.of(plan, isBeside(table) ? before(table.name()) : Watermark.NONE, kernel);
  }

  /** How far the event time of a table came that this run does not read. */
  Fact passed(String table) {
    Finished earlier = finished.get(table);
    return (earlier == null ? List.<Fact>of() : earlier.facts())
        .stream()
            .filter(Fact.Passed.class::isInstance)
            .findFirst()
            .orElseGet(() -> new Fact.Passed(table, before(table)));
  }

  /** Up to where the windows of a model were closed before this run; null where none was. */
  @Nullable Long closedBefore(ModelSpec model) {
    Long least = null;
    for (String table : tables(draft.spec(), model)) {
      Long micros = before(table).micros().orElse(null);
      if (micros == null) {
        return null;
      }
      least = least == null ? micros : (Long) Math.min(least, micros);
    }
    return least;
  }
}
