// SPDX-License-Identifier: Apache-2.0
package dev.sluice.explain.cause;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.explain.advice.ColumnChange;
import dev.sluice.explain.advice.Edit;
import dev.sluice.explain.advice.SourceChange;
import dev.sluice.explain.advice.SpecSource;
import dev.sluice.explain.advice.SpecTrial;
import dev.sluice.explain.cause.Reasons.Group;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.ParquetRead;
import dev.sluice.schema.Column;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.parse.folder.SpecEdits;
import dev.sluice.spec.table.LoadSpec;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.store.Lakes;
import dev.sluice.table.DataFile;
import dev.sluice.table.LakeTables;
import dev.sluice.table.TableState;
import dev.sluice.table.file.PiiTokens;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.read.LakeRelation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the causes for which rows died: counted in SQL over the letters' own files, so that it
 * costs no memory, and looked for by what the refused values have in common.
 */
public final class Causes {
  /** More letters than that tell nothing new. */
  private static final long MOST_LETTERS = 1_000_000;

  private static final int MOST_CAUSES = 50;

  /** How reasons call the condition by which rows delete their key. */
  private static final String DELETION = "delete_when";

  private final PipelineSpec spec;
  private final SpecSource source;
  private final SourceTrial trial;
  private final Kernel kernel;
  private final String letters;
  private final RawValues raw;

  /** The author's files, and how lines are tried that say how a source is read. */
  private record Lines(SpecSource source, SourceTrial trial) {}

  private Causes(PipelineSpec spec, Lines lines, Kernel kernel, String letters, RawValues raw) {
    this.spec = spec;
    this.source = lines.source();
    this.trial = lines.trial();
    this.kernel = kernel;
    this.letters = letters;
    this.raw = raw;
  }

  /**
   * Why rows died in a run, committed or not, most rows first; every line that would mend it was
   * tried.
   *
   * @param parser reads the author's files with edits
   * @param rereading tries how the source is read
   */
  public static List<Cause> of(
      PipelineSpec spec,
      SpecSource source,
      Manifest run,
      Function<SpecEdits, Parsed> parser,
      Rereading rereading) {
    List<Cause> causes = of(spec, source, run, new SourceTrial(parser, rereading));
    List<Edit> lines = causes.stream().flatMap(cause -> cause.triedLines().stream()).toList();
    SpecTrial trial = new SpecTrial(parser, there(spec, run), lines);
    return causes.stream().map(cause -> cause.tried(trial)).toList();
  }

  /** The run whose rows the next one finds. */
  private static @Nullable Manifest there(PipelineSpec spec, Manifest run) {
    if (run.outcome() != Manifest.Outcome.FAILED) {
      return run;
    }
    long base = run.run().inputs().base();
    return base == 0 ? null : ManifestStore.named(spec.lake(), base).manifest();
  }

  private static List<Cause> of(
      PipelineSpec spec, SpecSource source, Manifest run, SourceTrial trial) {
    List<DataFile> files =
        run.table(LakeTables.DEAD_LETTERS).map(TableState::landed).orElse(List.of());
    List<String> paths = new ArrayList<>();
    long rows = 0;
    for (DataFile file : files) {
      if (rows < MOST_LETTERS) {
        paths.add(LakeRelation.local(spec.lake(), file.path()));
        rows += file.rows();
      }
    }
    if (paths.isEmpty()) {
      return List.of();
    }
    try (Kernel kernel = Kernel.open(KernelSettings.aside(Lakes.kernelFolder(spec.lake())))) {
      Lines lines = new Lines(source, trial);
      return of(new Causes(spec, lines, kernel, ParquetRead.of(paths), new RawValues(spec, run)));
    }
  }

  private static List<Cause> of(Causes causes) {
    try {
      return causes.find();
    } catch (StatementFailed e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "Cannot count why rows are dead: " + e.getMessage(), e);
    }
  }

  /** A group of reasons, and what its values tell. */
  private record Looked(
      Group group,
      Values values,
      @Nullable ColumnDiagnosis diagnosis,
      @Nullable ColumnChange change) {}

  private List<Cause> find() throws StatementFailed {
    Reasons reasons = Reasons.of(kernel, letters);
    for (TableSpec table : spec.tables()) {
      if (table.source().record() instanceof SourceSpec.Json) {
        reasons.unquote(table.name());
      }
      if (table.schema().hasPii()) {
        List<String> personal =
            table.schema().columns().stream().filter(Column::pii).map(Column::name).toList();
        boolean isUnnamed = table.contract().evolved().containsAll(personal);
        reasons.open(table.name(), tokens(), personal, isUnnamed);
      }
    }
    List<Cause> causes = new ArrayList<>();
    for (Group group : reasons.groups(MOST_CAUSES)) {
      causes.add(cause(look(group, reasons.values(group))));
    }
    return causes;
  }

  private Map<String, String> tokens() {
    PiiTokens tokens = PiiTokens.in(spec.lake());
    Map<String, String> known = new LinkedHashMap<>();
    Spellings.open().forEach(text -> known.put(String.valueOf(tokens.of(text)), text));
    return known;
  }

  private Looked look(Group group, Values values) throws StatementFailed {
    Optional<TableSpec> table = spec.table(group.table());
    Optional<Column> column = table.flatMap(t -> t.schema().column(String.valueOf(group.column())));
    if (group.rule() != null || column.isEmpty()) {
      return new Looked(group, values, null, null);
    }
    ColumnChange change = new ColumnChange(source, group.table(), column.get());
    return new Looked(
        group,
        values,
        ColumnDiagnosis.of(
            new ColumnDiagnosis.Asked(column.get(), isNeeded(table.get().load(), column.get())),
            group.codes(),
            values,
            change,
            () -> raw.values(kernel, table.get(), column.get())),
        change);
  }

  private static boolean isNeeded(LoadSpec load, Column column) {
    return load.key().contains(column.name())
        || column.name().equals(load.latestBy())
        || column.name().equals(load.cursor());
  }

  private Cause cause(Looked looked) throws StatementFailed {
    Group group = looked.group();
    ColumnDiagnosis diagnosis = looked.diagnosis();
    ColumnChange change = looked.change();
    if (diagnosis != null && change != null && !diagnosis.why().isEmpty()) {
      return cause(looked, diagnosis.why(), change.edits(), null);
    }
    Optional<TableSpec> table = spec.table(group.table());
    if (group.rule() != null) {
      return rule(looked);
    }
    if (table.isPresent() && group.column() == null) {
      ReadDiagnosis.Found found =
          new ReadDiagnosis(
                  kernel, letters, table.get(), new SourceChange(source, group.table()), trial)
              .of(group.codes().get(0));
      return cause(looked, found.why(), found.edits(), found.besides());
    }
    String file = spec.model(group.table()).map(this::file).orElse(null);
    if (group.codes().contains(ErrorCode.SCHEMA_UNKNOWN_FIELD.name())) {
      return cause(
          looked,
          sentence(group),
          List.of(),
          "let `sluice schema evolve` name it, or set `contract: {unknown_field: keep}`");
    }
    return file == null
        ? cause(looked, sentence(group), List.of(), "correct the source, or the column")
        : cause(looked, sentence(group), List.of(), "correct the model, " + file);
  }

  private Cause rule(Looked looked) throws StatementFailed {
    Group group = looked.group();
    if (group.codes().contains(ErrorCode.LATE.name())) {
      String limit = source.place("tables", group.table(), "event_time");
      return cause(
          looked,
          "they came further behind the watermark than is allowed",
          List.of(),
          "`sluice replay` takes them in; allow more in %s where it happens often"
              .formatted(limit));
    }
    List<String> why = new ArrayList<>();
    if (group.codes().contains(ErrorCode.RULE_BROKEN.name())) {
      why.add("the rule is false");
    }
    if (group.codes().contains(ErrorCode.SQL_FAILED.name())) {
      String said = looked.values().with("code = 'SQL_FAILED'").one("mode(message)").orElse("");
      why.add("the rule cannot be computed" + (said.isEmpty() ? "" : ": " + bare(said)));
    }
    String advice = "correct the source, or the rule in " + place(group);
    return cause(looked, String.join("; ", why), List.of(), advice);
  }

  private static String bare(String message) {
    return message.replaceFirst("[.]$", "");
  }

  /** Where the rule of a group stands. */
  private String place(Group group) {
    String table = group.table();
    boolean isModel = spec.model(table).isPresent();
    if (DELETION.equals(group.rule())) {
      return source.place("tables", table, DELETION);
    }
    return Stream.concat(
            spec.table(table).stream().map(TableSpec::quality),
            spec.model(table).stream().map(ModelSpec::quality))
        .flatMap(quality -> quality.rules().stream())
        .filter(rule -> rule.name().equals(group.rule()))
        .findFirst()
        .map(rule -> rule.sql().at(0))
        .map(at -> at.file() + ":" + at.line())
        .orElseGet(() -> source.place(isModel ? "models" : "tables", table, "rules"));
  }

  private String file(ModelSpec model) {
    return source.place("models", model.name(), "sql");
  }

  private static String sentence(Group group) {
    String sentence = ErrorCode.valueOf(group.codes().get(0)).sentence();
    String first = sentence.substring(0, 1).toLowerCase(Locale.ROOT);
    return first + sentence.substring(1).replaceAll("[.]$", "");
  }

  private static Cause cause(Looked looked, String why, List<Edit> edits, @Nullable String besides)
      throws StatementFailed {
    Group group = looked.group();
    String column = group.column();
    String rule = group.rule();
    return new Cause(
        group.table(),
        group.codes(),
        rule != null ? rule : column != null ? column : "",
        group.rows(),
        looked.values().samples(),
        why,
        edits,
        besides);
  }
}
