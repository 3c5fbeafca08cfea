// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.contract;

import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.cli.error.Stop;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.explain.advice.ColumnInsertion;
import dev.sluice.infer.change.SourceColumns;
import dev.sluice.report.contract.SchemaDiffText;
import dev.sluice.report.view.View;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.table.TableSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice schema evolve}. */
@Command(
    name = "evolve",
    description =
        "Add the columns that files have and a table does not declare to `columns` of its spec, or"
            + " to its Avro schema: nullable, of the type that all their values have. Comments"
            + " stay. Without --write the difference is shown, and nothing is changed.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice schema evolve shop orders          show what would be added",
      "  sluice schema evolve shop orders --write  add it"
    })
public final class SchemaEvolveCommand extends PipelineCommand {
  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TABLE",
      description = "A table with a source. Default: all of them.")
  private @Nullable String table;

  @Option(
      names = "--write",
      description = "Write the columns into the spec. Default: only show them.")
  private boolean isWritten;

  @Override
  public Integer call() {
    Optional<String> name = beside(table);
    SchemaLook look = SchemaLook.of(this);
    SchemaDiffText text = new SchemaDiffText();
    List<String> written = new ArrayList<>();
    for (TableSpec each : look.tables(name)) {
      SourceColumns found = look.describe(each, text);
      if (isWritten && !found.unknown().isEmpty()) {
        write(look, look.said(each), found);
        written.add(each.name());
      }
    }
    View view = text.view().value("written", written);
    view.line(
        written.isEmpty()
            ? isWritten
                ? "There was nothing to add."
                : "Nothing is changed; --write adds the columns."
            : "Added to the spec: the columns of %s. Say `pii: true` of those that are personal, then run `sluice plan`."
                .formatted(String.join(", ", written)));
    print(view);
    return ExitStatus.OK.number();
  }

  private void write(SchemaLook look, TableSpec before, SourceColumns found) {
    TableSchema wanted = found.added(before.schema().declared());
    List<String> refused = look.refused(before, wanted);
    if (!refused.isEmpty()) {
      throw Stop.refused(
          "The rows of %s that are there cannot follow: %s. Nothing was changed."
              .formatted(before.name(), String.join("; ", refused)));
    }
    TableSchema added = new TableSchema(found.unknown());
    ColumnInsertion insertion =
        ColumnInsertion.of(source(), before.name(), added).orElseThrow(() -> unclear(before));
    Path file = file(insertion.file());
    try {
      String text = Files.readString(file);
      Files.writeString(file, insertion.text());
      Parsed parsed = parse();
      boolean isAsWanted =
          parsed.spec() != null
              && parsed
                  .spec()
                  .table(before.name())
                  .map(now -> now.schema().declared().stored().equals(wanted.stored()))
                  .orElse(false);
      if (!isAsWanted) {
        Files.writeString(file, text);
        Parsed unused = parse();
        throw unclear(before);
      }
    } catch (IOException e) {
      throw new PipelineException(ErrorCode.FILE_UNREADABLE, "Cannot write " + file, e);
    }
  }

  private static RuntimeException unclear(TableSpec table) {
    return Stop.refused(
        "The columns of %s cannot be added to its spec by themselves. Nothing was changed; copy the lines that `sluice schema diff` shows."
            .formatted(table.name()));
  }

  private Path file(String name) {
    Path folder = Path.of(folder());
    return Files.isDirectory(folder) ? folder.resolve(name) : folder.resolveSibling(name);
  }
}
