// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.contract;

import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.infer.change.SourceColumns;
import dev.sluice.intake.InputFile;
import dev.sluice.promote.decision.Decisions;
import dev.sluice.report.contract.SchemaDiffText;
import dev.sluice.report.text.SpecWords;
import dev.sluice.schema.Column;
import dev.sluice.schema.ContractChange;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.change.ColumnChange;
import dev.sluice.source.found.TableFiles;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.LoadSpec.Disposition;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore.Committed;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares the columns that tables declare with those of their files and of the lake. */
final class SchemaLook {
  private static final SourceColumns NOTHING = new SourceColumns(List.of(), List.of(), 0, 0);

  private final PipelineSpec said;
  private final PipelineSpec spec;
  private final @Nullable Manifest last;

  /**
   * @param said as the author's files say it
   * @param spec with the columns that runs found besides
   */
  SchemaLook(PipelineSpec said, PipelineSpec spec) {
    this.said = said;
    this.spec = spec;
    this.last = Decisions.of(spec.lake()).base().map(Committed::manifest).orElse(null);
  }

  static SchemaLook of(PipelineCommand command) {
    Parsed parsed = command.parse();
    PipelineSpec spec = command.spec(parsed);
    return new SchemaLook(Objects.requireNonNull(parsed.spec()), spec);
  }

  /** The table of a name, or all. */
  List<TableSpec> tables(Optional<String> name) {
    if (name.isEmpty()) {
      return spec.tables();
    }
    List<String> names = spec.tables().stream().map(TableSpec::name).toList();
    return List.of(
        spec.table(name.get())
            .orElseThrow(
                () ->
                    new PipelineException(
                        ErrorCode.UNKNOWN_NAME,
                        "There is no table %s with a source; %s"
                            .formatted(
                                name.get(),
                                Suggestion.nearestOr(name.get(), "there are ", names)))));
  }

  /** What the files of a table have now, by all their rows. */
  SourceColumns source(TableSpec table) {
    List<InputFile> files = TableFiles.find(spec, table).files();
    SourceColumns found = SourceColumns.of(table, files);
    return found.behind(evolved(table, false));
  }

  /** The columns that runs found, or made wider, and the spec does not say so. */
  private List<Column> evolved(TableSpec table, boolean isSaid) {
    TableSchema declared = said(table).schema();
    return table.evolved().columns().stream()
        .filter(column -> declared.column(column.name()).isPresent() == isSaid)
        .toList();
  }

  /** The table as the author's files say it. */
  TableSpec said(TableSpec table) {
    return said.table(table.name()).orElseThrow();
  }

  /** Describes one table. */
  SourceColumns describe(TableSpec table, SchemaDiffText text) {
    SourceColumns found = NOTHING;
    String trouble = null;
    try {
      found = source(table);
    } catch (PipelineException e) {
      trouble = e.code() + ": " + e.getMessage();
    }
    SchemaDiffText.Modes modes =
        new SchemaDiffText.Modes(
            SpecWords.snake(table.contract().unknownField().name()),
            SpecWords.snake(table.contract().missingField().name()));
    text.add(
        table.name(),
        new SchemaDiffText.OfFiles(
            found.unknown(),
            found.missing(),
            evolved(table, true),
            modes,
            found.rows(),
            found.files(),
            trouble),
        lake(table));
    return found;
  }

  private SchemaDiffText.OfLake lake(TableSpec table) {
    TableState state = before(table);
    return state == null || last == null
        ? new SchemaDiffText.OfLake(0, List.of(), List.of())
        : new SchemaDiffText.OfLake(
            last.number(),
            ColumnChange.between(state.schema(), table.schema().stored()),
            refused(table, table.schema()));
  }

  private @Nullable TableState before(TableSpec table) {
    return last == null ? null : last.table(table.name()).orElse(null);
  }

  /** What the rows that are there, and stay, cannot follow of a contract. */
  List<String> refused(TableSpec table, TableSchema schema) {
    TableState state = before(table);
    boolean stays = table.load().disposition() != Disposition.REPLACE;
    return state == null || !stays || state.data().isEmpty()
        ? List.of()
        : ContractChange.between(state.schema(), schema).problems();
  }
}
