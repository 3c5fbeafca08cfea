// SPDX-License-Identifier: Apache-2.0
package dev.sluice.care.inventory;

import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.store.Lakes;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/** What a pipeline lives on: files that no command writes over because it was told to. */
public final class ProtectedPaths {
  private final PipelineSpec spec;
  private final Set<Path> texts;

  private ProtectedPaths(PipelineSpec spec, Set<Path> texts) {
    this.spec = spec;
    this.texts = texts;
  }

  public static ProtectedPaths of(PipelineSpec spec, Parsed parsed) {
    Path folder = Path.of(spec.folder());
    return new ProtectedPaths(
        spec,
        parsed.texts().keySet().stream()
            .map(folder::resolve)
            .map(ProtectedPaths::real)
            .collect(Collectors.toSet()));
  }

  /** What a path is that must be left alone, wherever links lead; empty for any other. */
  public Optional<String> what(Path path) {
    Path file = real(path);
    if (!Lakes.isRemote(spec.lake()) && file.startsWith(real(Path.of(spec.lake())))) {
      return Optional.of("lies in the lake " + spec.lake());
    }
    if (LakeNeighbours.of(spec).stream().map(ProtectedPaths::real).anyMatch(file::equals)) {
      return Optional.of("belongs to the pipeline's warehouse or notices");
    }
    if (texts.contains(file)) {
      return Optional.of("is a file of the pipeline's spec");
    }
    return spec.tables().stream().anyMatch(table -> isRead(table, path, file))
        ? Optional.of("is a file that the pipeline reads")
        : Optional.empty();
  }

  private static boolean isRead(TableSpec table, Path path, Path file) {
    return table.source().paths().stream()
        .filter(source -> !Lakes.isRemote(source))
        .anyMatch(source -> matches(source, path) || matches(source, file));
  }

  private static boolean matches(String source, Path file) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + source).matches(file)
          || real(Path.of(source)).equals(file);
    } catch (PatternSyntaxException | InvalidPathException e) {
      return false;
    }
  }

  /** The path without links, as far as it exists. */
  private static Path real(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    try {
      if (Files.exists(absolute)) {
        return absolute.toRealPath();
      }
    } catch (IOException e) {
      return absolute;
    }
    Path parent = absolute.getParent();
    Path name = absolute.getFileName();
    return parent == null || name == null ? absolute : real(parent).resolve(name);
  }
}
