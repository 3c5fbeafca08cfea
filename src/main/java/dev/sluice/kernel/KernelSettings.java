// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kernel;

import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a kernel may use and touch.
 *
 * @param memoryBytes beyond which it spills to {@code scratch}
 * @param scratch a local folder for spilling and for files on their way to a remote lake
 * @param folders local folders whose files statements may read and write, besides scratch
 * @param logicalTime what {@code logical_time()} says, as an instant; empty where no run is
 * @param timeout after which a statement is stopped
 */
public record KernelSettings(
    long memoryBytes, String scratch, List<String> folders, String logicalTime, Duration timeout)
    implements Serializable {
  /** Per worker thread; a larger state spills to disk. */
  public static final long DEFAULT_MEMORY = 384L << 20;

  /** What a column of rows that are written or read takes, at the most: two blocks. */
  private static final long MEMORY_OF_COLUMN = 512L << 10;

  /** What rows of so many columns need. */
  public static long memoryFor(int columns) {
    return Math.max(DEFAULT_MEMORY, columns * MEMORY_OF_COLUMN);
  }

  /** Longer than any statement needs that ends. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(10);

  private static final String TEMPORARY = "tmp:";

  /** In the place of a scratch folder: one of the kernel's own. */
  private static final String ASIDE = "aside:";

  public KernelSettings {
    folders = List.copyOf(folders);
  }

  /** Settings outside of a run, with the usual time for a statement. */
  public KernelSettings(long memoryBytes, String scratch, List<String> folders) {
    this(memoryBytes, scratch, folders, "", DEFAULT_TIMEOUT);
  }

  /**
   * Settings outside of a run, for a kernel that spills into a temporary folder of its own, which
   * is gone once the kernel is closed.
   *
   * @param folders whose files its statements may touch
   */
  public static KernelSettings aside(String... folders) {
    return aside(List.of(folders));
  }

  /** As {@link #aside(String...)}. */
  public static KernelSettings aside(List<String> folders) {
    return new KernelSettings(DEFAULT_MEMORY, ASIDE, folders);
  }

  /** Whether the kernel makes a scratch folder of its own. */
  boolean isAside() {
    return ASIDE.equals(scratch);
  }

  /** The same for statements of a run of this logical time. */
  public KernelSettings at(String instant) {
    return new KernelSettings(memoryBytes, scratch, folders, instant, timeout);
  }

  /** The same for statements that are stopped after that time. */
  public KernelSettings within(Duration longest) {
    return new KernelSettings(memoryBytes, scratch, folders, logicalTime, longest);
  }

  /** A folder among the temporary files of whichever machine opens the kernel. */
  public static String temporary(String name) {
    return TEMPORARY + name;
  }

  /** Where this process keeps its temporary files. */
  public static Path temporaryFiles() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  /** Where a folder is on this machine. */
  public static String resolve(String folder) {
    return folder.startsWith(TEMPORARY)
        ? temporaryFiles().resolve(folder.substring(TEMPORARY.length())).toString()
        : folder;
  }

  /** For statements that touch no file at all. */
  public static KernelSettings closed() {
    return new KernelSettings(DEFAULT_MEMORY, "", List.of());
  }
}
