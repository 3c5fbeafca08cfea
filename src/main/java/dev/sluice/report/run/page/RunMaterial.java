// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run.page;

import dev.sluice.error.PipelineException;
import dev.sluice.explain.cause.Cause;
import dev.sluice.fact.meter.Measured;
import dev.sluice.letters.selection.LetterSamples;
import dev.sluice.letters.selection.LetterSamples.Sample;
import dev.sluice.letters.selection.LetterSamples.Subject;
import dev.sluice.lineage.Lineage;
import dev.sluice.promote.PromotionPlan;
import dev.sluice.report.stats.page.TableValues;
import dev.sluice.run.settle.Promotion;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.store.SideBySide;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.log.ManifestStore.Committed;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What the page of a run is made of beside the run itself. A part that cannot be had is left out,
 * and the page says so.
 *
 * @param base the run that this one built on; null for none
 * @param past runs before this one, newest first, which may be fewer than there are
 * @param letters some dead rows for each thing that they died of
 * @param promotion what releasing the run would change; null where that is not asked
 * @param lineage what columns are made of
 * @param values what the values of tables are like
 * @param steps what each step took; none where nobody measured
 * @param troubles what is not there, and why
 */
public record RunMaterial(
    PipelineSpec spec,
    @Nullable Manifest base,
    List<Manifest> past,
    List<Sample> letters,
    @Nullable PromotionPlan promotion,
    Lineage lineage,
    TableValues values,
    List<Measured> steps,
    List<String> troubles) {
  /** The checks of so many runs before are shown. */
  private static final int PAST = 20;

  /** Dead rows are shown of so many things that they died of. */
  static final int CAUSES = 20;

  /** What may be read after a run, so that nobody waits for its page. */
  private static final long COMPARED_BYTES = 64_000_000;

  public RunMaterial {
    past = List.copyOf(past);
    letters = List.copyOf(letters);
    steps = List.copyOf(steps);
    troubles = List.copyOf(troubles);
  }

  /** How much may be read for a page. */
  public enum Reading {
    /** Little: a run waits for it. */
    LITTLE,
    /** Whatever is needed: somebody asked for it. */
    ALL
  }

  /**
   * Gathers it.
   *
   * @param causes what rows died of, most first
   */
  public static RunMaterial of(
      PipelineSpec spec, Manifest run, List<Cause> causes, List<Measured> steps, Reading reading) {
    List<String> troubles = new ArrayList<>();
    List<Manifest> past = or(troubles, "Earlier runs", List.of(), () -> past(spec.lake(), run));
    long base = run.run().inputs().base();
    Manifest before = past.stream().filter(each -> each.number() == base).findFirst().orElse(null);
    return new RunMaterial(
        spec,
        before,
        past,
        or(
            troubles,
            "Sample records",
            List.of(),
            () -> LetterSamples.of(spec, run, subjects(causes))),
        run.outcome() == Outcome.STAGED ? promotion(spec, run, reading, troubles) : null,
        or(troubles, "What columns are made of", new Lineage(Map.of()), () -> Lineage.of(spec)),
        or(
            troubles,
            "What values are like",
            TableValues.NONE,
            () -> TableValues.of(spec, run, before)),
        steps,
        troubles);
  }

  /** The same after later runs: nobody asks for what production would change by it. */
  RunMaterial after(String sentence) {
    List<String> more = new ArrayList<>(troubles);
    more.add(sentence);
    return new RunMaterial(spec, base, past, letters, null, lineage, values, steps, more);
  }

  private static <T> T or(List<String> troubles, String what, T otherwise, Supplier<T> part) {
    try {
      return part.get();
    } catch (PipelineException e) {
      troubles.add(what + " cannot be shown: " + e.getMessage());
      return otherwise;
    }
  }

  /** The run that it built on, and those before. */
  private static List<Manifest> past(String lake, Manifest run) {
    long last = run.number() == 0 ? run.run().inputs().base() : run.number() - 1;
    List<Long> numbers =
        LongStream.rangeClosed(Math.max(1, last - PAST + 1), last)
            .map(number -> last - number + Math.max(1, last - PAST + 1))
            .boxed()
            .toList();
    return SideBySide.map(numbers, number -> ManifestStore.at(lake, number)).stream()
        .flatMap(Optional::stream)
        .map(Committed::manifest)
        .toList();
  }

  private static List<Subject> subjects(List<Cause> causes) {
    return causes.stream().limit(CAUSES).map(RunMaterial::subject).toList();
  }

  /** By what letters of a cause are found. */
  static Subject subject(Cause cause) {
    String code = cause.subject().isEmpty() ? cause.codes().get(0) : "";
    return new Subject(cause.table(), cause.subject(), code);
  }

  private static @Nullable PromotionPlan promotion(
      PipelineSpec spec, Manifest run, Reading reading, List<String> troubles) {
    long bytes =
        run.published().stream().map(TableState::data).mapToLong(TableState.Data::bytes).sum();
    if (reading == Reading.LITTLE && bytes > COMPARED_BYTES) {
      troubles.add(
          "What production would change is not compared at the end of a run of this size;"
              + " `sluice promote plan` shows it, and `sluice report --again` shows it here.");
      return null;
    }
    Supplier<Optional<PromotionPlan>> plan =
        () -> Optional.of(new Promotion(spec, Clock.systemUTC()).plan(Long.toString(run.number())));
    return or(troubles, "What production would change", Optional.<PromotionPlan>empty(), plan)
        .orElse(null);
  }

  /** The table as the run before left it. */
  Optional<TableState> before(String table) {
    return Optional.ofNullable(base).flatMap(run -> Objects.requireNonNull(run).table(table));
  }
}
