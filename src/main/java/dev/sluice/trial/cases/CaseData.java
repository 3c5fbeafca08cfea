// SPDX-License-Identifier: Apache-2.0
package dev.sluice.trial.cases;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Position;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Problems;
import dev.sluice.trial.cases.GivenRows.Cell;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the rows that a case speaks of: in it, or in a file beside it. */
final class CaseData {
  private static final long MOST_BYTES = 3_000_000;

  private final Path pipeline;
  private final Path folder;
  private final GivenRowsReader reader;
  private final Problems problems;

  /**
   * The data of the cases of one file.
   *
   * @param pipeline the pipeline's folder, which no file leaves
   * @param folder of the file with the cases
   */
  CaseData(Path pipeline, Path folder, Problems problems) {
    this.pipeline = pipeline;
    this.folder = folder;
    this.reader = new GivenRowsReader(problems);
    this.problems = problems;
  }

  /** Typed rows; null when they cannot be read, which is reported. */
  @Nullable GivenRows rows(Node node, CaseColumns of) {
    if (!(node instanceof Scalar name && name.isText())) {
      return reader.rows(node, of);
    }
    Path file = file(name);
    if (file == null) {
      return null;
    }
    if (!name.text().endsWith(".csv")) {
      problems.error(
          ErrorCode.INVALID_VALUE,
          name.position(),
          "rows stand in a `.csv` file, and not in `" + name.text() + "`");
      return null;
    }
    String shown = pipeline.relativize(file).toString().replace('\\', '/');
    String text = text(file, name.position());
    return text == null ? null : new GivenCsv(shown, reader, problems).read(text, of);
  }

  /** Rows as a source has them: of a file, whatever the source's own reader makes of it. */
  @Nullable GivenRows raw(Node node, CaseColumns of) {
    if (!(node instanceof Scalar name && name.isText())) {
      return reader.rows(node, of);
    }
    Path file = file(name);
    return file == null ? null : new GivenRows(name.position(), List.of(), file);
  }

  /** The values of one row; null when it is none, which is reported. */
  @Nullable Map<String, Cell> values(Node node, CaseColumns of) {
    return reader.cells(node, of);
  }

  private @Nullable Path file(Scalar name) {
    try {
      Path file = folder.resolve(name.text()).normalize();
      if (!file.startsWith(pipeline)) {
        problems.error(
            ErrorCode.PATH_OUTSIDE,
            name.position(),
            "`" + name.text() + "` lies outside the pipeline's folder");
      } else if (!Files.isRegularFile(file)) {
        problems.error(
            ErrorCode.FILE_NOT_FOUND,
            name.position(),
            "there is no file `" + name.text() + "` beside this one",
            "write a list of rows, `- {COLUMN: VALUE}`, or the path of a file from here");
      } else {
        return file;
      }
    } catch (InvalidPathException e) {
      problems.error(
          ErrorCode.INVALID_VALUE, name.position(), "`" + name.text() + "` is not a path");
    }
    return null;
  }

  private @Nullable String text(Path file, Position position) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        problems.error(ErrorCode.INVALID_VALUE, position, "the file is larger than 3 MB");
        return null;
      }
      String text = Files.readString(file);
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      problems.error(ErrorCode.INVALID_VALUE, position, "the file is not UTF-8");
    } catch (IOException e) {
      problems.error(ErrorCode.FILE_NOT_FOUND, position, "the file cannot be read: " + e);
    }
    return null;
  }
}
