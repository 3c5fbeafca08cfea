// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.folder;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Position;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.spec.yaml.Problems;
import dev.sluice.spec.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/** The folder of a pipeline: reads the files a spec is made of, and nothing outside it. */
public final class SpecFolder {
  private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".avsc", ".json", ".sql");

  /** Of files that hold rows. */
  private static final List<String> OF_ROWS = List.of(".csv", ".yaml", ".yml");

  private final Path folder;
  private final Problems problems;
  private final BinaryOperator<String> edits;
  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, String> digests = new TreeMap<>();

  public SpecFolder(Path folder, Problems problems) {
    this(folder, problems, (file, text) -> text);
  }

  /**
   * A folder some of whose files say something else.
   *
   * @param edits gives the text of a file, by its name and the text that it has
   */
  public SpecFolder(Path folder, Problems problems, BinaryOperator<String> edits) {
    this.folder = folder.toAbsolutePath().normalize();
    this.problems = problems;
    this.edits = edits;
  }

  public Path path() {
    return folder;
  }

  /** A file's name in positions: relative to the folder, with slashes. */
  public String name(String written) {
    Path file = folder.resolve(written).normalize();
    return folder.relativize(file).toString().replace('\\', '/');
  }

  /**
   * Reads a file of the spec.
   *
   * @param written as the author wrote it
   * @param position where the author wrote it
   * @return its text, or null when that was reported
   */
  @Nullable
  public String read(String written, Position position) {
    return read(written, position, ENDINGS);
  }

  /** Reads a file of rows that a check expects, as {@link #read} reads one of the spec. */
  @Nullable
  public String readRows(String written, Position position) {
    return read(written, position, OF_ROWS);
  }

  private @Nullable String read(String written, Position position, List<String> endings) {
    Path file = inside(written, position, endings);
    if (file == null) {
      return null;
    }
    String known = texts.get(name(written));
    return known != null ? known : load(file, written, position);
  }

  private @Nullable Path inside(String written, Position position, List<String> endings) {
    if (written.isBlank()) {
      problems.error(ErrorCode.INVALID_VALUE, position, "here must stand a path");
      return null;
    }
    try {
      Path file = folder.resolve(HomeFolder.in(written, home -> home)).normalize();
      if (AddressScheme.isAddress(written) || !file.startsWith(folder)) {
        outside(written, position);
        return null;
      }
      if (!Files.isRegularFile(file)) {
        notFound(file, written, position);
        return null;
      }
      if (!file.toRealPath().startsWith(folder.toRealPath())) {
        outside(written, position);
        return null;
      }
      if (!hasEnding(file, endings) || !hasEnding(file.toRealPath(), endings)) {
        problems.error(
            ErrorCode.INVALID_VALUE,
            position,
            "`" + written + "` is no file of a spec, and is not read",
            "those end in "
                + Suggestion.list(endings.subList(0, endings.size() - 1))
                + " or "
                + Suggestion.list(endings.subList(endings.size() - 1, endings.size())));
        return null;
      }
      return file;
    } catch (InvalidPathException e) {
      problems.error(ErrorCode.INVALID_VALUE, position, "`" + written + "` is not a path");
    } catch (IOException e) {
      unreadable(written, position, e);
    }
    return null;
  }

  /** Errors show lines of what was read: of nothing that is kept for another purpose. */
  private static boolean hasEnding(Path file, List<String> endings) {
    String name = String.valueOf(file.getFileName());
    return endings.stream().anyMatch(ending -> name.endsWith(ending) && !name.equals(ending));
  }

  private void notFound(Path file, String written, Position position) {
    String what = Files.exists(file) ? " is not a file" : " does not exist";
    String similar = SimilarFiles.suggestion(folder, file);
    String suggestion = similar == null ? beginning(file) : similar;
    problems.error(ErrorCode.FILE_NOT_FOUND, position, "`" + written + "`" + what, suggestion);
  }

  /** A folder that is there and holds no spec may be one where somebody wants to begin. */
  private @Nullable String beginning(Path file) {
    return file.endsWith("pipeline.yaml") && Files.isDirectory(folder)
        ? "name the folder of a pipeline; `sluice init FOLDER` begins one"
        : null;
  }

  private void outside(String written, Position position) {
    problems.error(
        ErrorCode.PATH_OUTSIDE,
        position,
        "`" + written + "` lies outside the pipeline's folder",
        "keep the files of a spec beside `pipeline.yaml`");
  }

  private void unreadable(String written, Position position, IOException e) {
    problems.error(
        ErrorCode.FILE_NOT_FOUND,
        position,
        "`" + written + "` cannot be read: " + e.getClass().getSimpleName());
  }

  private @Nullable String load(Path file, String written, Position position) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(YamlReader.MAX_CHARACTERS + 1);
    } catch (IOException e) {
      unreadable(written, position, e);
      return null;
    }
    if (bytes.length > YamlReader.MAX_CHARACTERS) {
      problems.error(ErrorCode.INVALID_VALUE, position, "`" + written + "` is larger than 3 MB");
      return null;
    }
    digests.put(name(written), DigestUtils.sha256Hex(bytes));
    String text = decode(bytes, written, position);
    if (text == null || DisguisedFiles.isWhatItsNameSays(written, text)) {
      return text;
    }
    texts.remove(name(written));
    problems.error(
        codeOf(written),
        position,
        "`" + written + "` does not hold what its name says, and nothing of it is shown",
        DisguisedFiles.expected(written));
    return null;
  }

  private @Nullable String decode(byte[] bytes, String written, Position position) {
    ByteBuffer input = ByteBuffer.wrap(bytes);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(input).toString();
      String withoutMark =
          edits.apply(name(written), text.startsWith("\uFEFF") ? text.substring(1) : text);
      texts.put(name(written), withoutMark);
      return withoutMark;
    } catch (CharacterCodingException e) {
      String readable = new String(bytes, 0, input.position(), StandardCharsets.UTF_8);
      long line = 1 + readable.chars().filter(c -> c == '\n').count();
      problems.error(
          codeOf(written),
          position,
          "`" + written + "` is not UTF-8: byte " + input.position() + ", in line " + line,
          "save it as UTF-8");
      return null;
    }
  }

  private static ErrorCode codeOf(String file) {
    return file.endsWith(".sql")
        ? ErrorCode.SQL_SYNTAX
        : file.endsWith(".avsc") ? ErrorCode.SCHEMA_INVALID : ErrorCode.YAML_SYNTAX;
  }

  /** Shows another text for a file than what was read. */
  public void show(String file, String text) {
    texts.put(file, text);
  }

  public Map<String, String> texts() {
    return texts;
  }

  /** SHA-256 over the names and contents of all files that were read. */
  public String digest() {
    StringBuilder list = new StringBuilder();
    digests.forEach((name, digest) -> list.append(digest).append("  ").append(name).append('\n'));
    return DigestUtils.sha256Hex(list.toString());
  }
}
