// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.infer;

import dev.sluice.cli.editor.EditorFiles;
import dev.sluice.cli.error.Stop;
import dev.sluice.infer.decide.TableGuess;
import dev.sluice.infer.spell.SpecText;
import dev.sluice.report.infer.GuessText;
import dev.sluice.report.text.CommandName;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.view.View;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.parse.SpecParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A pipeline that is written for data. */
public final class DataPipeline {
  private static final String SPEC = "pipeline.yaml";

  private final Path folder;
  private final String name;
  private final List<TableGuess> tables;

  public DataPipeline(Path folder, String name, List<TableGuess> tables) {
    this.folder = folder;
    this.name = name;
    this.tables = List.copyOf(tables);
  }

  /** Refuses a folder that has a pipeline. */
  public static void refuseToOverwrite(Path folder) {
    if (Files.exists(folder.resolve(SPEC))) {
      throw Stop.refused(
          folder.resolve(SPEC)
              + " is there already. `sluice suggest` says a table for it; --force writes it anew.");
    }
  }

  /** Writes the files, and tells what was found and what comes next. */
  public View write() throws IOException {
    List<String> written = new ArrayList<>(List.of(SPEC));
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(SPEC), SpecText.of(name, EditorFiles.PIPELINE, tables));
    if (IgnoreFile.cover(folder)) {
      written.add(IgnoreFile.NAME);
    }
    String shortly = String.join(", ", written) + " and " + EditorFiles.FOLDER;
    written.addAll(EditorFiles.keys(folder));
    Parsed parsed = SpecParser.parse(folder);
    if (parsed.spec() == null) {
      throw Stop.invalid(parsed.issues(), parsed.texts());
    }
    String shown = SafeText.escape(folder.toString());
    View found = new GuessText(tables).view();
    View view =
        new View()
            .value("folder", folder.toAbsolutePath().normalize().toString())
            .value("pipeline", name)
            .value("files", written)
            .values(found.tree())
            .line("Wrote " + shortly + " to " + shown)
            .line("")
            .linesOf(found)
            .line("")
            .line("next");
    return view.line("  " + CommandName.spelled() + " run" + CommandName.folder(folder.toString()));
  }
}
