// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.look;

import dev.sluice.care.inventory.ProtectedPaths;
import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.Stop;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.look.query.Query;
import dev.sluice.look.query.ResultFormat;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.view.View;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.store.disk.Folders;
import dev.sluice.store.disk.Permissions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where the rows of a result go.
 *
 * @param out a file; null for stdout
 * @param most how many rows at most
 */
record ResultTarget(PipelineCommand command, ResultFormat format, @Nullable Path out, long most) {
  /** Whether the rows are for programs. */
  boolean isData() {
    return format != ResultFormat.TABLE;
  }

  /** The folders into which it writes. */
  List<String> folders() {
    return out == null ? List.of() : List.of(folder(out).toString());
  }

  private static Path folder(Path file) {
    return Folders.of(absolute(file));
  }

  private static Path absolute(Path file) {
    return file.toAbsolutePath().normalize();
  }

  /** Refuses to write over what the pipeline lives on, and over a file that is there. */
  void requireFree(PipelineSpec spec, Parsed parsed, boolean isForced) {
    if (out == null) {
      return;
    }
    Optional<String> what = ProtectedPaths.of(spec, parsed).what(out);
    if (what.isPresent()) {
      throw Stop.refused(
          "%s %s; a result is never written there, --force or not. Name a file elsewhere."
              .formatted(out, what.get()));
    }
    if (Files.exists(out) && !isForced) {
      throw Stop.refused(out + " is there already. Name a new file, or add --force.");
    }
  }

  /** Writes the rows. */
  void write(Query query) {
    Path aside =
        (out == null ? query.scratch() : folder(out)).resolve("." + UUID.randomUUID() + ".tmp");
    try {
      if (out != null) {
        Files.createDirectories(folder(out));
      }
      long rows = query.rows().write(aside, format, most, query.scratch());
      if (out == null) {
        copy(aside, command.data());
      } else {
        place(aside, out, rows);
      }
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE,
          "Cannot write %s: %s".formatted(out == null ? "the rows" : out, e),
          e);
    } finally {
      boolean unused = aside.toFile().delete();
    }
  }

  private void place(Path aside, Path file, long rows) throws IOException {
    Permissions.close(aside);
    Path unused = Files.move(aside, absolute(file), StandardCopyOption.REPLACE_EXISTING);
    command.print(
        new View()
            .value("file", absolute(file).toString())
            .value("rows", rows)
            .line("wrote %s to %s".formatted(SafeText.count(rows, "row"), file)));
  }

  /** Ends where nobody reads on. */
  private static void copy(Path file, PrintWriter to) throws IOException {
    char[] piece = new char[1 << 16];
    try (Reader in = Files.newBufferedReader(file)) {
      for (int read = in.read(piece); read >= 0 && !to.checkError(); read = in.read(piece)) {
        to.write(piece, 0, read);
      }
    }
    to.flush();
  }
}
