// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.control;

import dev.sluice.spec.path.NamePattern;
import dev.sluice.spec.path.PathPattern;
import dev.sluice.spec.path.PatternProblem;
import dev.sluice.spec.table.SourceSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Source files by what senders call them: by their name, by more of their path, or, where a control
 * file is called like its data, by what stands before a dot of their name.
 */
final class SourceIndex {
  private final List<String> paths;
  private final Map<String, List<String>> named = new HashMap<>();
  private final Map<String, List<String>> begun = new HashMap<>();

  SourceIndex(Collection<String> paths) {
    this.paths = List.copyOf(paths);
    for (String path : this.paths) {
      String name = SourceSpec.shortName(path);
      named.computeIfAbsent(name, n -> new ArrayList<>()).add(path);
      for (int dot = name.length(); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
        begun.computeIfAbsent(name.substring(0, dot), n -> new ArrayList<>()).add(path);
      }
    }
  }

  /** The files that a name, or a pattern, in a control file means. */
  Set<String> named(String name, String control) {
    String bare = name.startsWith("./") ? name.substring(2) : name;
    List<String> same = named.getOrDefault(SourceSpec.shortName(bare), List.of());
    Set<String> found =
        near(same.stream().filter(path -> isBelow(path, bare)).toList(), bare, control);
    return found.isEmpty() && bare.matches(".*[*?\\[{].*") ? matching(bare, control) : found;
  }

  private static boolean isBelow(String path, String name) {
    return path.equals(name) || path.endsWith(name.startsWith("/") ? name : "/" + name);
  }

  /** The file that a control file is called like: {@code day.csv} of {@code day.csv.count}. */
  Set<String> calledLike(String control) {
    String name = SourceSpec.shortName(control);
    int dot = name.lastIndexOf('.');
    return near(
        begun.getOrDefault(dot > 0 ? name.substring(0, dot) : name, List.of()), "", control);
  }

  private Set<String> matching(String name, String control) {
    try {
      Set<String> found = new TreeSet<>();
      for (PathPattern pattern : PathPattern.parse(name.contains("://") ? name : "/" + name)) {
        List<NamePattern> names = pattern.names();
        for (String path : paths) {
          List<String> parts = List.of(path.split("/", -1));
          int from = parts.size() - names.size();
          if (from >= 0 && pattern.matches(0, parts.subList(from, parts.size()))) {
            found.add(path);
          }
        }
      }
      return near(found, name, control);
    } catch (PatternProblem e) {
      return Set.of();
    }
  }

  /** Of files of one name, those in the folder of the control file, where it has some. */
  private static Set<String> near(Collection<String> found, String name, String control) {
    String folder = control.substring(0, control.lastIndexOf('/') + 1);
    Set<String> own = new TreeSet<>();
    found.stream()
        .filter(path -> path.startsWith(folder) && path.indexOf('/', folder.length()) < 0)
        .forEach(own::add);
    return name.contains("/") || own.isEmpty() ? new TreeSet<>(found) : own;
  }
}
