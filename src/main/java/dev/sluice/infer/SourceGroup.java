// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer;

import dev.sluice.infer.sniff.Dialect;
import dev.sluice.intake.InputFile;
import dev.sluice.source.files.listing.FileListing;
import dev.sluice.spec.path.PathPattern;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Files that make one table: those of one pattern, or those of one folder that are called alike but
 * for numbers and dates; and whose headers are alike.
 *
 * @param name what the files have in common, as they are called
 */
record SourceGroup(String name, List<FoundFile> files) {
  SourceGroup {
    files = List.copyOf(files);
  }

  Dialect dialect() {
    return files.get(0).dialect();
  }

  /** Groups files, in the order in which the first of each was named. */
  static List<SourceGroup> of(List<FoundFile> found) {
    Map<String, List<List<FoundFile>>> series = new LinkedHashMap<>();
    for (FoundFile file : found) {
      List<List<FoundFile>> groups = series.computeIfAbsent(key(file), each -> new ArrayList<>());
      groups.stream()
          .filter(group -> isLike(group.get(0), file))
          .findFirst()
          .orElseGet(
              () -> {
                List<FoundFile> fresh = new ArrayList<>();
                groups.add(fresh);
                return fresh;
              })
          .add(file);
    }
    return series.values().stream().flatMap(List::stream).map(SourceGroup::named).toList();
  }

  private static String key(FoundFile file) {
    return file.isPattern()
        ? file.pattern()
        : file.folder()
            + file.series()
            + (file.series().isEmpty() ? file.stem() : "")
            + file.ending();
  }

  private static boolean isLike(FoundFile one, FoundFile other) {
    if (!one.dialect().isLike(other.dialect())) {
      return false;
    }
    Set<String> names = folded(one);
    Set<String> others = folded(other);
    int smaller = Math.min(names.size(), others.size());
    names.retainAll(others);
    return names.size() >= smaller * 0.6;
  }

  private static Set<String> folded(FoundFile file) {
    Set<String> names = new HashSet<>();
    file.dialect().names().forEach(name -> names.add(name.strip().toLowerCase(Locale.ROOT)));
    return names;
  }

  private static SourceGroup named(List<FoundFile> files) {
    FoundFile first = files.get(0);
    if (files.size() == 1) {
      return new SourceGroup(first.stem(), files);
    }
    boolean isSeries = files.stream().allMatch(file -> file.series().equals(first.series()));
    String folder = first.folder().replaceAll("/+$", "");
    String name =
        isSeries && !first.series().isEmpty()
            ? first.series()
            : folder.substring(folder.lastIndexOf('/') + 1);
    return new SourceGroup(name, files);
  }

  /** What names these files and no others: one pattern if there is one, else each of them. */
  List<String> paths() {
    FoundFile first = files.get(0);
    List<String> candidates = new ArrayList<>();
    if (first.isPattern()) {
      candidates.add(first.pattern());
    }
    if (files.size() > 1) {
      String folder = PathPattern.quote(first.folder());
      candidates.add(
          folder + PathPattern.quote(prefix()) + "*" + PathPattern.quote(first.ending()));
    }
    Set<String> mine = new HashSet<>(files.stream().map(file -> file.file().path()).toList());
    for (String candidate : candidates) {
      Set<String> matched =
          new HashSet<>(
              FileListing.of(List.of(candidate), null).files().stream()
                  .map(InputFile::path)
                  .toList());
      if (matched.equals(mine)) {
        return List.of(candidate);
      }
    }
    return files.stream().map(file -> PathPattern.quote(file.file().path())).toList();
  }

  private String prefix() {
    String prefix = files.get(0).fileName();
    for (FoundFile file : files) {
      while (!file.fileName().startsWith(prefix)) {
        prefix = prefix.substring(0, prefix.length() - 1);
      }
    }
    String apart = prefix.replaceAll("[0-9]+$", "");
    return apart.endsWith(files.get(0).ending()) ? "" : apart;
  }
}
