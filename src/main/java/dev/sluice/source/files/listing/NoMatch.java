// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.listing;

import dev.sluice.error.issue.Suggestion;
import dev.sluice.spec.path.NamePattern;
import dev.sluice.spec.path.PathPattern;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Says why a pattern matches no file of this machine: how far it leads, and what is there. */
final class NoMatch {
  /** More than these are not looked through for a name that was meant. */
  private static final int MAX_LISTED = 1_000;

  private NoMatch() {}

  /** A sentence without a full stop, about the pattern that leads deepest. */
  static String why(List<PathPattern> patterns) {
    PathPattern deepest = patterns.get(0);
    Path folder = folder(deepest);
    for (PathPattern pattern : patterns) {
      if (folder(pattern).getNameCount() > folder.getNameCount()) {
        deepest = pattern;
        folder = folder(pattern);
      }
    }
    NamePattern name = deepest.names().get(folder.getNameCount());
    return why(folder, name, name == deepest.last());
  }

  /** The deepest folder that is there, before the first pattern. */
  private static Path folder(PathPattern pattern) {
    Path folder = Path.of(pattern.root());
    for (NamePattern name : pattern.names().subList(0, pattern.fixed())) {
      Path next = LocalNames.resolve(folder, name.beginning());
      if (!Files.isDirectory(next)) {
        break;
      }
      folder = next;
    }
    return folder;
  }

  private static String why(Path folder, NamePattern name, boolean isLast) {
    if (name.isName() && Files.isDirectory(folder.resolve(name.beginning()))) {
      return folder.resolve(name.beginning())
          + " holds no file"
          + left(NamePattern.ALL, folder.resolve(name.beginning()));
    }
    List<String> there = names(folder);
    if (there.isEmpty()) {
      return folder + " is empty";
    }
    if (there.contains(name.toString())) {
      return "%s holds `%s`, but here it is a pattern: write `%s` for the name itself"
          .formatted(folder, name, PathPattern.quote(name.toString()));
    }
    String what = isLast ? "" : ", there is no folder `" + name + "` in it";
    String meant = Suggestion.nearest(name.toString(), there);
    return "%s holds %s%s%s%s"
        .formatted(
            folder,
            Suggestion.list(there.subList(0, Math.min(there.size(), 5))) + more(there.size() - 5),
            name.isName() ? what : "",
            left(name, folder),
            meant == null ? "" : "; " + meant);
  }

  private static String more(int count) {
    return count > 0 ? " and " + count + " more" : "";
  }

  private static String left(NamePattern name, Path folder) {
    List<String> hidden = names(folder).stream().filter(name::leavesOut).toList();
    return hidden.isEmpty()
        ? ""
        : "; names that begin with `.` or `_` are left out by `%s`, here %s"
            .formatted(name, Suggestion.list(hidden));
  }

  private static List<String> names(Path folder) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (names.size() == MAX_LISTED) {
          break;
        }
        names.add(LocalNames.name(entry));
      }
    } catch (IOException e) {
      throw LinkedPath.unreadable(folder, e);
    }
    names.sort(null);
    return names;
  }
}
