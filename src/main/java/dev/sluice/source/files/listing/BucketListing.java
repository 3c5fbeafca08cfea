// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.listing;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.StorageException;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.intake.InputFile;
import dev.sluice.spec.path.NamePattern;
import dev.sluice.spec.path.PathPattern;
import dev.sluice.store.BucketReach;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Finds objects in buckets, whose names are cut at slashes. Only what can match is asked for: one
 * folder at a time, and all below one at once where a pattern says any depth.
 */
final class BucketListing {
  private static final String SCHEME = "gs://";
  private static final int FEW = 20;

  private final Supplier<Storage> storage;
  private final Map<String, InputFile> found = new TreeMap<>();
  private final Set<String> hidden = new TreeSet<>();

  BucketListing(Supplier<Storage> storage) {
    this.storage = storage;
  }

  /** Requires that this process may list a bucket, and fails within seconds when it may not. */
  static void requireReach(PathPattern pattern) {
    BucketReach.require(bucket(pattern), pattern.toString(), ErrorCode.FILE_UNREADABLE);
  }

  private static String bucket(PathPattern pattern) {
    return pattern.root().substring(SCHEME.length(), pattern.root().length() - 1);
  }

  /** Looks for files; whether there are any. */
  boolean find(PathPattern pattern) {
    try {
      return look(pattern, 0, "");
    } catch (StorageException e) {
      throw new PipelineException(
          ErrorCode.FILE_UNREADABLE,
          "Cannot list %s: Cloud Storage answers with %d".formatted(pattern, e.getCode()),
          e);
    }
  }

  private boolean look(PathPattern pattern, int at, String folder) {
    NamePattern name = pattern.names().get(at);
    boolean isLast = at == pattern.names().size() - 1;
    if (name.isAnyDepth()) {
      return below(pattern, at, folder);
    }
    if (name.isName()) {
      String path = folder + name.beginning();
      return isLast ? named(pattern, path) : look(pattern, at + 1, path + "/");
    }
    boolean isMatched = false;
    for (Blob blob : list(pattern, folder + name.beginning(), BlobListOption.currentDirectory())) {
      boolean isFolder = blob.getName().endsWith("/");
      String called = blob.getName().substring(folder.length()).replaceFirst("/$", "");
      if (isFolder == isLast) {
        continue;
      }
      if (name.leavesOut(called)) {
        boolean unused = hidden.add(pattern.root() + blob.getName());
      } else if (name.matches(called)) {
        isMatched |= isLast ? take(pattern, blob) : look(pattern, at + 1, blob.getName());
      }
    }
    return isMatched;
  }

  /** An object of that name, or else the objects in a folder of that name. */
  private boolean named(PathPattern pattern, String path) {
    Blob blob = storage.get().get(bucket(pattern), path);
    return blob != null
        ? take(pattern, blob)
        : look(new PathPattern(pattern.root(), List.of(NamePattern.ALL)), 0, path + "/");
  }

  private boolean below(PathPattern pattern, int at, String folder) {
    boolean isMatched = false;
    for (Blob blob : list(pattern, folder)) {
      List<String> names = List.of(blob.getName().substring(folder.length()).split("/", -1));
      if (pattern.matches(at, names) && !blob.getName().endsWith("/")) {
        isMatched |= take(pattern, blob);
      } else if (pattern.leavesOut(at, names) && !blob.getName().endsWith("/")) {
        boolean unused = hidden.add(pattern.root() + blob.getName());
      }
    }
    return isMatched;
  }

  private Iterable<Blob> list(PathPattern pattern, String prefix, BlobListOption... further) {
    List<BlobListOption> options = new ArrayList<>(List.of(further));
    options.add(BlobListOption.prefix(prefix));
    options.add(BlobListOption.fields(BlobField.NAME, BlobField.SIZE, BlobField.UPDATED));
    return storage.get().list(bucket(pattern), options.toArray(BlobListOption[]::new)).iterateAll();
  }

  private boolean take(PathPattern pattern, Blob blob) {
    String path = pattern.root() + blob.getName();
    long modified =
        blob.getUpdateTimeOffsetDateTime() == null
            ? 0
            : blob.getUpdateTimeOffsetDateTime().toInstant().toEpochMilli();
    found.put(path, new InputFile(path, blob.getSize(), modified));
    return true;
  }

  /** Says why a pattern matches nothing: what lies where it begins to be a pattern. */
  String why(PathPattern pattern) {
    StringBuilder folder = new StringBuilder();
    pattern
        .names()
        .subList(0, pattern.fixed())
        .forEach(name -> folder.append(name.beginning()).append('/'));
    List<String> names = new ArrayList<>();
    BlobListOption few = BlobListOption.pageSize(FEW);
    for (Blob blob : list(pattern, folder.toString(), BlobListOption.currentDirectory(), few)) {
      if (names.size() == FEW) {
        break;
      }
      names.add(blob.getName().substring(folder.length()));
    }
    return names.isEmpty()
        ? "there is nothing below " + pattern.root() + folder
        : "%s%s holds %s".formatted(pattern.root(), folder, Suggestion.list(names));
  }

  Map<String, InputFile> files() {
    return found;
  }

  Set<String> hidden() {
    return hidden;
  }
}
