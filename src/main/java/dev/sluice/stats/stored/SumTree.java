// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.stored;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.stats.TableStats;
import dev.sluice.store.Sha256;
import dev.sluice.store.SideBySide;
import dev.sluice.store.object.ObjectStore;
import dev.sluice.table.DataFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Adds up the statistics of a table's files, so that a run which changes few of them reads few.
 *
 * <p>Digests of their paths put the files into a tree in which each node has 32 parts; one of up to
 * 32 files has no further parts. The sum below each node lies in the lake under the node's place,
 * with a digest of the files that it is of: when one of them left or another came, it is made
 * again, of the sums below it, and takes the place of the old one. So a change of one file of n
 * costs reading 32 log<sub>32</sub> n sums, and there are never more of them than the tree has
 * places.
 *
 * <p>The sums are no part of the data. One that is lost, damaged, or of other files is made again.
 */
final class SumTree {
  /** Where the sums are, in a folder for each table. */
  static final String FOLDER = "_sluice/sums";

  private static final int BITS = 5;
  private static final int FEW = 1 << BITS;
  private static final String DIGITS = "0123456789abcdefghijklmnopqrstuv";

  /** The bytes of a digest. */
  private static final int DIGEST = 32;

  private final String root;
  private final String table;
  private final Keeping keeping;

  private SumTree(String root, String table, Keeping keeping) {
    this.root = root;
    this.table = table;
    this.keeping = keeping;
  }

  /** What becomes of sums that were made. */
  enum Keeping {
    /** They are for the next who asks. */
    KEPT,
    /** Who only looks changes nothing in a lake. */
    NOT_KEPT
  }

  /** A file, and the digits of its place, 5 bits each. */
  private record Placed(long place, DataFile file) {
    static Placed of(DataFile file) {
      byte[] digest = Sha256.begin().digest(file.path().getBytes(StandardCharsets.UTF_8));
      return new Placed(ByteBuffer.wrap(digest).getLong(), file);
    }

    int digit(int depth) {
      return (int) (place >>> (Long.SIZE - BITS * (depth + 1))) & (FEW - 1);
    }
  }

  /**
   * What is known of the rows of several files of a table; empty where nothing is of one of them.
   */
  static Optional<TableStats> sum(
      String root, String table, List<DataFile> files, Keeping keeping) {
    List<Placed> placed =
        files.stream().sorted(Comparator.comparing(DataFile::path)).map(Placed::of).toList();
    return new SumTree(root, table, keeping).made(placed, "");
  }

  private Optional<TableStats> node(List<Placed> files, String place) {
    if (files.size() == 1) {
      return FileStats.of(root, files.get(0).file());
    }
    String path = FOLDER + "/" + table + "/" + place + ".stats";
    byte[] of = digest(files);
    Optional<TableStats> known = known(path, of);
    if (known.isPresent()) {
      return known;
    }
    Optional<TableStats> made = made(files, place);
    if (keeping == Keeping.KEPT) {
      made.ifPresent(stats -> keep(path, of, stats));
    }
    return made;
  }

  private Optional<TableStats> made(List<Placed> files, String place) {
    int depth = place.length();
    boolean isFew = files.size() <= FEW || BITS * (depth + 1) > Long.SIZE;
    List<Optional<TableStats>> parts =
        isFew
            ? map(depth, files, each -> FileStats.of(root, each.file()))
            : map(depth, split(files, depth), each -> node(each, place + digit(each, depth)));
    TableStats sum = TableStats.NONE;
    for (Optional<TableStats> part : parts) {
      if (part.isEmpty()) {
        return Optional.empty();
      }
      sum = sum.plus(part.get());
    }
    return Optional.of(sum);
  }

  /** Those of the first node wait for the store side by side, and what is below each in turn. */
  private static <A> List<Optional<TableStats>> map(
      int depth, List<A> all, Function<A, Optional<TableStats>> each) {
    return depth == 0 ? SideBySide.map(all, each) : all.stream().map(each).toList();
  }

  private static char digit(List<Placed> files, int depth) {
    return DIGITS.charAt(files.get(0).digit(depth));
  }

  private static List<List<Placed>> split(List<Placed> files, int depth) {
    List<List<Placed>> parts = new ArrayList<>();
    for (int i = 0; i < FEW; i++) {
      parts.add(new ArrayList<>());
    }
    files.forEach(file -> parts.get(file.digit(depth)).add(file));
    parts.removeIf(List::isEmpty);
    return parts;
  }

  private static byte[] digest(List<Placed> files) {
    MessageDigest digest = Sha256.begin();
    for (Placed each : files) {
      digest.update(each.file().path().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) '\n');
    }
    return digest.digest();
  }

  private Optional<TableStats> known(String path, byte[] of) {
    try (InputStream in = ObjectStore.of(root).open(path)) {
      byte[] checksum = in.readNBytes(DIGEST);
      byte[] content = in.readAllBytes();
      boolean isMeant =
          content.length > DIGEST
              && Arrays.equals(of, Arrays.copyOf(content, DIGEST))
              && Arrays.equals(checksum, Sha256.begin().digest(content));
      return isMeant
          ? Optional.of(TableStats.of(Arrays.copyOfRange(content, DIGEST, content.length)))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // the files below still say what the sum is
    }
  }

  private void keep(String path, byte[] of, TableStats stats) {
    byte[] bytes = stats.bytes();
    byte[] content = ByteBuffer.allocate(DIGEST + bytes.length).put(of).put(bytes).array();
    byte[] whole =
        ByteBuffer.allocate(DIGEST + content.length)
            .put(Sha256.begin().digest(content))
            .put(content)
            .array();
    try {
      ObjectStore.of(root).replace(Map.of(path, whole));
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE,
          "Cannot write %s/%s: %s. Nothing was committed; run again.".formatted(root, path, e),
          e);
    }
  }
}
