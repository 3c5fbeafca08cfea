// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.listing;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.spec.path.NamePattern;
import dev.sluice.spec.path.PathPattern;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds files in folders of this machine. Only folders that a pattern can match are looked into,
 * and each once, however many links lead to it: by its own name rather than by a link's.
 */
final class LocalListing {
  private static final Comparator<LinkedPath> PLAINEST =
      Comparator.comparingInt(LinkedPath::links).thenComparing(place -> place.path().toString());

  /** What the links of this folder's files must not lead out of; null when they may. */
  private final @Nullable LinkedPath within;

  private final Map<Path, List<LinkedPath>> found = new LinkedHashMap<>();
  private final Set<String> hidden = new TreeSet<>();
  private final Set<Visit> visited = new HashSet<>();
  private final PriorityQueue<Visit> ahead =
      new PriorityQueue<>(Comparator.comparing(Visit::folder, PLAINEST));

  LocalListing(@Nullable Path within) {
    this.within = within == null ? null : LinkedPath.of(within);
  }

  /** A folder to look into for one of a pattern's names. */
  private record Visit(PathPattern pattern, int name, LinkedPath folder) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Visit visit
          && visit.name == name
          && visit.pattern.equals(pattern)
          && visit.folder.real().equals(folder.real());
    }

    @Override
    public int hashCode() {
      return Objects.hash(pattern, name, folder.real());
    }
  }

  /** Looks for files; whether there are any. */
  boolean find(PathPattern pattern) {
    boolean isMatched = false;
    ahead.add(new Visit(pattern, 0, LinkedPath.of(Path.of(pattern.root()))));
    for (Visit visit = ahead.poll(); visit != null; visit = ahead.poll()) {
      if (visited.add(visit)) {
        isMatched |= look(visit);
      }
    }
    return isMatched;
  }

  /** Looks into a folder; whether a file matches there. */
  private boolean look(Visit visit) {
    NamePattern name = visit.pattern().names().get(visit.name());
    if (name.isName()) {
      LinkedPath place =
          LinkedPath.in(
              visit.folder(), LocalNames.resolve(visit.folder().path(), name.beginning()));
      return place != null && reached(visit, place, true);
    }
    if (name.isAnyDepth()) {
      ahead.add(new Visit(visit.pattern(), visit.name() + 1, visit.folder()));
    }
    boolean isMatched = false;
    for (Path path : entries(visit.folder().path())) {
      String called = LocalNames.name(path);
      if (name.matches(called)) {
        LinkedPath place = LinkedPath.in(visit.folder(), path);
        isMatched |= place != null && reached(visit, place, false);
      } else if (name.leavesOut(called)) {
        leaveOut(visit, path);
      }
    }
    return isMatched;
  }

  /** Goes on from what a name led to; whether it is a file that matches. */
  private boolean reached(Visit visit, LinkedPath place, boolean isNamed) {
    boolean isLast = visit.name() == visit.pattern().names().size() - 1;
    if (!isLast || (isNamed && place.isFolder())) {
      return isLast ? inside(place) : entered(visit, place);
    }
    if (place.isFolder()) {
      return false;
    }
    LocalNames.requireText(place.path());
    if (!place.isFile()) {
      throw new PipelineException(
          ErrorCode.FILE_UNREADABLE,
          "%s is %s, not a file. Write what it gives to a file first, or leave it out of the pattern"
              .formatted(place.path(), place.kind()));
    }
    take(place);
    return true;
  }

  private boolean entered(Visit visit, LinkedPath place) {
    boolean isDeep = visit.pattern().names().get(visit.name()).isAnyDepth();
    if (place.isLost() && !isLoop(place)) {
      throw new PipelineException(
          ErrorCode.FILE_UNREADABLE,
          "%s is a link that leads nowhere, and might be a folder that the source matches. Remove it, or put back what it leads to"
              .formatted(place.path()));
    }
    if (place.isFolder()) {
      LocalNames.requireText(place.path());
      requireInside(place);
      ahead.add(new Visit(visit.pattern(), isDeep ? visit.name() : visit.name() + 1, place));
    }
    return false;
  }

  /** Whether a link leads to itself, so that nothing can be behind it. */
  private static boolean isLoop(LinkedPath link) {
    try {
      Path unused = link.path().toRealPath();
      return false;
    } catch (IOException e) {
      return !(e instanceof NoSuchFileException);
    }
  }

  /** A folder that is named means the files in it. */
  private boolean inside(LinkedPath folder) {
    requireInside(folder);
    return look(new Visit(new PathPattern("/", List.of(NamePattern.ALL)), 0, folder));
  }

  private void take(LinkedPath file) {
    requireInside(file);
    List<LinkedPath> names = found.computeIfAbsent(file.real(), path -> new ArrayList<>());
    if (names.stream().noneMatch(name -> name.path().equals(file.path()))) {
      names.add(file);
    }
  }

  private void requireInside(LinkedPath place) {
    if (within != null
        && place.path().startsWith(within.path())
        && !place.real().startsWith(within.real())) {
      throw new PipelineException(
          ErrorCode.PATH_OUTSIDE,
          "%s leads to %s, outside the pipeline's folder. Say `allow_outside: true` at the top of the spec, or name the place by its absolute path"
              .formatted(place.path(), place.real()));
    }
  }

  private void leaveOut(Visit visit, Path path) {
    LinkedPath place = LinkedPath.in(visit.folder(), path);
    boolean isLast = visit.name() == visit.pattern().names().size() - 1;
    if (place != null && place.isFolder() != isLast) {
      boolean unused = hidden.add(path + (isLast ? "" : "/"));
    }
  }

  private static List<Path> entries(Path folder) {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(entries::add);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw LinkedPath.unreadable(
          folder, Objects.requireNonNullElseGet(e.getCause(), IOException::new));
    } catch (IOException e) {
      throw LinkedPath.unreadable(folder, e);
    }
    return entries;
  }

  List<InputFile> files() {
    List<InputFile> files = new ArrayList<>();
    for (List<LinkedPath> names : found.values()) {
      LinkedPath place = names.stream().min(PLAINEST).orElseThrow();
      var is = Objects.requireNonNull(place.is());
      files.add(
          new InputFile(place.path().toString(), is.size(), is.lastModifiedTime().toMillis()));
    }
    return files;
  }

  /** Names of files that are among {@link #files} by another name. */
  List<String> again() {
    return found.values().stream()
        .flatMap(names -> names.stream().sorted(PLAINEST).skip(1))
        .map(place -> place.path().toString())
        .toList();
  }

  Set<String> hidden() {
    return hidden;
  }
}
