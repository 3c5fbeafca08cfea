// SPDX-License-Identifier: Apache-2.0
package dev.sluice.store.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Notes for a test what was made to reach the disk, so that it can take away the rest, as a power
 * cut would.
 *
 * <p>{@code SLUICE_SYNC_JOURNAL=FILE} appends one line for each file or folder that was synced: its
 * path, its identity, and what was synced, which are the length and time of a file, and the names
 * in a folder. Without the variable nothing happens.
 */
public final class SyncJournal {
  public static final String VARIABLE = "SLUICE_SYNC_JOURNAL";

  private static final @Nullable String FILE = System.getenv(VARIABLE);

  private SyncJournal() {}

  /** A sync under way. */
  interface Entry {
    void done() throws IOException;
  }

  /** To be called before a sync: what changes meanwhile may not be on disk afterwards. */
  static Entry begin(Path path) throws IOException {
    if (FILE == null || FILE.isEmpty()) {
      return () -> {};
    }
    String line = path.toAbsolutePath() + "\t" + identity(path) + "\t" + content(path) + "\n";
    return () -> append(Path.of(FILE), line);
  }

  private static synchronized void append(Path journal, String line) throws IOException {
    Path unused =
        Files.writeString(journal, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Of a file or folder: equal for two names of one. */
  public static String identity(Path path) throws IOException {
    return String.valueOf(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
  }

  /** What a sync keeps: the length and time of a file, or names and identities in a folder. */
  public static String content(Path path) throws IOException {
    BasicFileAttributes is = Files.readAttributes(path, BasicFileAttributes.class);
    if (!is.isDirectory()) {
      return is.size() + " " + is.lastModifiedTime();
    }
    try (Stream<Path> entries = Files.list(path)) {
      return entries.map(SyncJournal::entry).sorted().collect(Collectors.joining("/"));
    }
  }

  private static String entry(Path path) {
    try {
      return path.getFileName() + "=" + identity(path);
    } catch (IOException e) {
      return ""; // it is gone meanwhile
    }
  }
}
