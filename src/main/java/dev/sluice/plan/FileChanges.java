// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan;

import dev.sluice.error.Plural;
import dev.sluice.intake.FoundLog;
import dev.sluice.intake.InputFile;
import dev.sluice.plan.epoch.LeftForLater;
import dev.sluice.source.files.listing.FoundFiles;
import dev.sluice.source.found.TableFiles;
import dev.sluice.spec.table.LoadSpec;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.notes.SourceFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the files of a source differ from those that are taken in.
 *
 * <p>A file is the same when its path, length and time are, or its path and content. One that has
 * another's content, which is no longer under the other's path, is that file under a new name.
 *
 * @param same files whose rows are there as they stand in them now
 * @param changed files with other content than when they were taken in
 * @param begun files of which a range was read before, and never all
 * @param fresh files that were never taken in
 * @param gone files that are no longer there
 * @param names new paths of the files that were renamed, by their old ones
 * @param told what people should know beside that; each a sentence
 */
record FileChanges(
    List<SourceFile> same,
    List<InputFile> changed,
    List<InputFile> begun,
    List<InputFile> fresh,
    List<SourceFile> gone,
    Map<String, String> names,
    List<String> told) {

  /**
   * What the source of a table holds now.
   *
   * @param files all of its files; of topics, the messages that no run took in
   * @param isCut whether it holds more, which is left for the next epoch
   */
  record Found(List<InputFile> files, FileChanges changes, boolean isCut) {
    Found {
      files = List.copyOf(files);
    }
  }

  /**
   * Looks at the source of a table.
   *
   * @param lake in which its inbox would be
   * @param before what is taken in
   * @param within a folder in which its files must lie; null for none
   * @param heads of topics: where partitions end for this run, by path; where nothing is said, at
   *     their present heads
   * @param later what of it is left for a later run
   */
  static Found find(
      String lake,
      TableSpec table,
      List<SourceFile> before,
      @Nullable String within,
      Map<String, Long> heads,
      LeftForLater later) {
    if (table.source() instanceof SourceSpec.MessageLog) {
      List<FoundLog> logs =
          TableFiles.logs(
              lake, table, heads, id -> TopicChanges.position(table, id, before, later));
      return TopicChanges.find(table, before, logs, later);
    }
    FoundFiles found =
        later.isOfStream() ? TableFiles.filesSoFar(table, within) : TableFiles.files(table, within);
    List<InputFile> seen = later.seen(table, before, found.files());
    List<InputFile> files = later.limit(table).of(seen, paths(before));
    return new Found(files, between(before, files), files.size() < seen.size());
  }

  private static Set<String> paths(List<SourceFile> files) {
    return files.stream().map(SourceFile::path).collect(Collectors.toSet());
  }

  static FileChanges between(List<SourceFile> before, List<InputFile> found) {
    return new Search(before, found).changes();
  }

  /** Whether the source holds what is taken in, and nothing else. */
  boolean isNone() {
    return changed.isEmpty()
        && begun.isEmpty()
        && fresh.isEmpty()
        && gone.isEmpty()
        && names.isEmpty();
  }

  /** What people should know of it; each a sentence. */
  List<String> notes(TableSpec table) {
    List<String> notes = new ArrayList<>(told);
    Set<String> found = new HashSet<>();
    same.forEach(file -> found.add(file.path()));
    changed.forEach(file -> found.add(file.path()));
    names.forEach(
        (old, name) -> {
          if (found.contains(name)) {
            notes.add(
                "Table %s: %s is known as %s; what was read of it is not read again."
                    .formatted(table.name(), name, old));
          }
        });
    boolean isPut =
        table.load().disposition() == LoadSpec.Disposition.APPEND && table.load().cursor() == null;
    if (isPut && !changed.isEmpty()) {
      notes.add(
          "Table %s: %s changed since %s taken in; present rows take the place of the earlier ones."
              .formatted(table.name(), count(changed.size()), was(changed.size())));
    }
    if (!gone.isEmpty()) {
      boolean areLost = table.load().disposition() == LoadSpec.Disposition.REPLACE;
      notes.add(
          "Table %s: %s that %s taken in %s no longer there, such as %s; the rows %s."
              .formatted(
                  table.name(),
                  count(gone.size()),
                  gone.size() == 1 ? "was" : "were",
                  gone.size() == 1 ? "is" : "are",
                  gone.get(0).path(),
                  areLost ? "go with " + (gone.size() == 1 ? "it" : "them") : "stay"));
    }
    empty().ifPresent(note -> notes.add("Table " + table.name() + note));
    return notes;
  }

  /** Files without a byte have no rows, which their author may not mean. */
  private Optional<String> empty() {
    List<String> empty =
        Stream.of(changed, begun, fresh)
            .flatMap(List::stream)
            .filter(file -> file.bytes() == 0 && file.log() == null)
            .map(InputFile::path)
            .toList();
    return empty.isEmpty()
        ? Optional.empty()
        : Optional.of(
            ": %s without a byte, and so without rows, such as %s."
                .formatted(
                    empty.size() == 1 ? "1 file is" : count(empty.size()) + " are", empty.get(0)));
  }

  private static String count(int files) {
    return Plural.of(files, "file");
  }

  private static String was(int files) {
    return files == 1 ? "it was" : "they were";
  }

  /** All that is taken in and was not changed. */
  List<SourceFile> known() {
    List<SourceFile> known = new ArrayList<>(same);
    known.addAll(gone);
    return known;
  }

  private static final class Search {
    private final Map<String, SourceFile> before = new LinkedHashMap<>();
    private final Map<String, SourceFile> parts = new LinkedHashMap<>();
    private final List<InputFile> found;
    private final Set<String> there;
    private final List<SourceFile> same = new ArrayList<>();
    private final List<InputFile> changed = new ArrayList<>();
    private final List<InputFile> begun = new ArrayList<>();
    private final List<InputFile> fresh = new ArrayList<>();
    private final Map<String, String> names = new LinkedHashMap<>();

    Search(List<SourceFile> before, List<InputFile> found) {
      before.forEach(file -> (file.isWhole() ? this.before : parts).put(file.path(), file));
      this.found = found;
      this.there = found.stream().map(InputFile::path).collect(Collectors.toSet());
    }

    FileChanges changes() {
      List<InputFile> others = new ArrayList<>();
      for (InputFile file : found) {
        SourceFile old = before.get(file.path());
        if (old != null && isSame(file, old)) {
          same.add(old.found(file.path(), file.modified()));
        } else {
          others.add(file);
        }
      }
      // Whose content is no longer under its path.
      Map<String, SourceFile> displaced = new LinkedHashMap<>(before);
      same.forEach(file -> displaced.remove(file.path()));
      others.removeIf(file -> isMoved(file, displaced));
      for (InputFile file : others) {
        boolean isNew = !before.containsKey(file.path()) || names.containsKey(file.path());
        (parts.containsKey(file.path()) ? begun : isNew ? fresh : changed).add(file);
      }
      return new FileChanges(same, changed, begun, fresh, gone(displaced), names, List.of());
    }

    private static boolean isSame(InputFile file, SourceFile old) {
      return file.bytes() == old.bytes()
          && ((file.modified() != 0 && file.modified() == old.modified())
              || file.digest().equals(old.digest()));
    }

    /** Whether the content of a file was taken in under another path. */
    private boolean isMoved(InputFile file, Map<String, SourceFile> displaced) {
      Map<Long, String> beginnings = new HashMap<>();
      Optional<SourceFile> moved =
          displaced.values().stream().filter(old -> isMoved(file, old, beginnings)).findFirst();
      moved.ifPresent(
          old -> {
            displaced.remove(old.path());
            names.put(old.path(), file.path());
            if (old.bytes() == file.bytes()) {
              same.add(old.found(file.path(), file.modified()));
            } else {
              changed.add(file);
            }
          });
      return moved.isPresent();
    }

    /**
     * A log that was turned over may have grown before it got its new name.
     *
     * @param beginnings digests of the file's beginnings by their lengths, each read once
     */
    private boolean isMoved(InputFile file, SourceFile old, Map<Long, String> beginnings) {
      boolean isOther = !old.path().equals(file.path()) && old.bytes() > 0;
      boolean isLonger =
          file.bytes() > old.bytes()
              && there.contains(old.path())
              && !before.containsKey(file.path());
      return isOther
          && (file.bytes() == old.bytes() || isLonger)
          && beginnings.computeIfAbsent(old.bytes(), file::digest).equals(old.digest());
    }

    /** A file whose path is another's now keeps its rows, under a path that no file has. */
    private List<SourceFile> gone(Map<String, SourceFile> displaced) {
      List<SourceFile> gone = new ArrayList<>();
      parts.values().stream().filter(part -> !there.contains(part.path())).forEach(gone::add);
      Map<String, String> parked = new HashMap<>();
      for (SourceFile old : displaced.values()) {
        if (!there.contains(old.path())) {
          gone.add(old);
        } else if (names.containsValue(old.path())) {
          String path = old.path() + "#" + old.digest().substring(0, 8);
          parked.put(old.path(), path);
          gone.add(old.found(path, old.modified()));
        }
      }
      names.putAll(parked);
      return gone;
    }
  }
}
