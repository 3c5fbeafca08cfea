// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.stored;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.stats.TableStats;
import dev.sluice.stats.fill.FileScan;
import dev.sluice.store.Sha256;
import dev.sluice.store.SideBySide;
import dev.sluice.store.object.ObjectStore;
import dev.sluice.table.DataFile;
import dev.sluice.table.read.LakeRelation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The statistics of a data file, in a file of its name beside it. They are made once, as the file
 * never changes, and are no part of the data: where they are lost or damaged, they are not known.
 */
public final class FileStats {
  private static final String DATA = ".parquet";
  private static final String ENDING = ".stats";

  /** The statistics of as many files are read side by side. */
  static final int AT_ONCE = 64;

  /** The bytes of a checksum. */
  private static final int DIGEST = 32;

  private static final Logger LOG = LoggerFactory.getLogger(FileStats.class);

  private FileStats() {}

  /** Where the statistics of a data file are. */
  public static String path(String data) {
    return data.substring(0, data.length() - DATA.length()) + ENDING;
  }

  /** Whether a path is that of a data file's statistics. */
  public static boolean isOne(String path) {
    return path.endsWith(ENDING);
  }

  /** The data file that a path belongs to: itself, or the one whose statistics it has. */
  public static String owner(String path) {
    return isOne(path) ? path.substring(0, path.length() - ENDING.length()) + DATA : path;
  }

  /** What is known of a file; empty where nobody described it, or that cannot be read. */
  public static Optional<TableStats> of(String root, DataFile file) {
    return of(root, file.path()).filter(known -> known.rows() == file.rows());
  }

  /**
   * What is known of the rows of several files, added up in their order; empty where nothing is of
   * one of them. Some are read at a time, and never more are in memory.
   */
  public static Optional<TableStats> sum(String root, List<DataFile> files) {
    TableStats sum = TableStats.NONE;
    for (int from = 0; from < files.size(); from += AT_ONCE) {
      List<DataFile> some = files.subList(from, Math.min(files.size(), from + AT_ONCE));
      for (Optional<TableStats> known : SideBySide.map(some, file -> of(root, file))) {
        if (known.isEmpty()) {
          return Optional.empty();
        }
        sum = sum.plus(known.get());
      }
    }
    return Optional.of(sum);
  }

  /** What is known of the file at a path. */
  public static Optional<TableStats> of(String root, String file) {
    try {
      return Optional.of(read(root, path(file)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Reads the statistics at a path.
   *
   * @throws IOException when there are none, or not those that were written there: they begin with
   *     a checksum of what follows and of the name of the file they are of
   */
  public static TableStats read(String root, String path) throws IOException {
    try (InputStream in = ObjectStore.of(root).open(path)) {
      byte[] digest = in.readNBytes(DIGEST);
      byte[] content = in.readAllBytes();
      if (!Arrays.equals(digest, digest(path, content))) {
        throw new IOException("its content is not that of its checksum");
      }
      return TableStats.of(content);
    }
  }

  private static byte[] digest(String path, byte[] content) {
    byte[] name = path.substring(path.lastIndexOf('/') + 1).getBytes(StandardCharsets.UTF_8);
    MessageDigest digest = Sha256.begin();
    digest.update(name);
    return digest.digest(content);
  }

  /**
   * What is known of a file, which is read and described where nothing is. Statistics never stop a
   * run: a file that they cannot be made of is said in the log, and its table has none.
   *
   * @param personal columns of which nothing but counts may be told
   * @param seen what earlier files of its table told of its columns, and what this one does
   */
  public static Optional<TableStats> describe(
      Kernel kernel,
      String root,
      DataFile file,
      Set<String> personal,
      Map<String, Set<String>> seen) {
    Optional<TableStats> known = of(root, file);
    if (known.isPresent()) {
      return known;
    }
    try {
      TableStats made = made(kernel, root, file, personal, seen);
      keep(root, path(file.path()), made.bytes());
      return Optional.of(made);
    } catch (StatementFailed e) {
      LOG.warn(
          "{}/{} has no statistics; the run goes on: {}",
          root,
          file.path(),
          e.withoutValues().getMessage());
      return Optional.empty();
    }
  }

  /**
   * What is known of a file, which is read and described where nothing is; what lies beside it and
   * cannot be read is put away for that.
   *
   * @throws StatementFailed when it cannot be described
   */
  public static TableStats again(
      Kernel kernel,
      String root,
      DataFile file,
      Set<String> personal,
      Map<String, Set<String>> seen)
      throws StatementFailed {
    Optional<TableStats> known = of(root, file);
    if (known.isPresent()) {
      return known.get();
    }
    TableStats made = made(kernel, root, file, personal, seen);
    String path = path(file.path());
    try {
      ObjectStore.of(root).remove(path);
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE, "Cannot remove %s/%s: %s.".formatted(root, path, e), e);
    }
    keep(root, path, made.bytes());
    return made;
  }

  private static TableStats made(
      Kernel kernel,
      String root,
      DataFile file,
      Set<String> personal,
      Map<String, Set<String>> seen)
      throws StatementFailed {
    return FileScan.of(kernel, LakeRelation.scan(root, List.of(file)), file, personal, seen);
  }

  /** Keeps what is known of a file beside it. */
  public static void keep(String root, DataFile file, TableStats stats) {
    keep(root, path(file.path()), stats.bytes());
  }

  private static void keep(String root, String path, byte[] bytes) {
    try {
      ObjectStore store = ObjectStore.of(root);
      try (OutputStream out = Files.newOutputStream(store.draft(path))) {
        out.write(digest(path, bytes));
        out.write(bytes);
      }
      store.land(path);
    } catch (FileAlreadyExistsException e) {
      return; // somebody else described the same file
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE,
          "Cannot write %s/%s: %s. Nothing was committed; run again.".formatted(root, path, e),
          e);
    }
  }
}
