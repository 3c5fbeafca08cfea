// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.stored;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.TableStats;
import dev.sluice.stats.measure.Counts;
import dev.sluice.stats.stored.SumTree.Keeping;
import dev.sluice.store.Sha256;
import dev.sluice.table.DataFile;
import dev.sluice.table.DataFile.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a table is that of its files, of which a change reads few. */
class SumTreeTest {
  private @TempDir Path lake;

  /** Files of which the n-th has n rows, one of them null. */
  private List<DataFile> files(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(this::file)
        .collect(ArrayList::new, List::add, List::addAll);
  }

  private DataFile file(int number) {
    String path =
        "staging/sales/created_at=20260101T000000Z/attempt=00000000/%d.parquet".formatted(number);
    Content content = new Content(number, 1, "");
    DataFile file = new DataFile("sales", -1, path, content, List.of(), "");
    FileStats.keep(lake.toString(), file, stats(number, 1));
    return file;
  }

  private static TableStats stats(long rows, long nulls) {
    ColumnStats column = ColumnStats.counted("BIGINT", Counts.of(rows, nulls));
    return new TableStats(rows, Map.of("amount", column));
  }

  private String sum(List<DataFile> files) {
    return told(SumTree.sum(lake.toString(), "sales", files, Keeping.KEPT));
  }

  private static String told(Optional<TableStats> sum) {
    return sum.map(
            known ->
                known.rows() + known.column("amount").map(c -> " " + c.counts().nulls()).orElse(""))
        .orElse("unknown");
  }

  /** 1 + 2 + … + n rows, of which n are null. */
  private static String upTo(long n) {
    return n * (n + 1) / 2 + " " + n;
  }

  private void forget(DataFile file) throws IOException {
    Files.delete(lake.resolve(FileStats.path(file.path())));
  }

  /** Of 32 parts, that in which a file is. */
  private static int part(DataFile file) {
    byte[] digest = Sha256.begin().digest(file.path().getBytes(StandardCharsets.UTF_8));
    return (digest[0] & 0xff) >>> 3;
  }

  private Map<String, String> kept() throws IOException {
    Map<String, String> kept = new TreeMap<>();
    Path folder = lake.resolve(SumTree.FOLDER).resolve("sales");
    if (Files.isDirectory(folder)) {
      try (Stream<Path> all = Files.list(folder)) {
        for (Path each : all.toList()) {
          kept.put(each.getFileName().toString(), Sha256.of(each));
        }
      }
    }
    return kept;
  }

  @Test
  void addsUpFewFilesAndKeepsNothing() throws IOException {
    assertThat(sum(List.of()), is("0"));
    assertThat(sum(files(1, 2)), equalTo(upTo(1)));
    assertThat(sum(files(1, 33)), equalTo(upTo(32)));
    assertThat(kept().keySet(), empty());
  }

  @Test
  void addsUpManyFilesInAnyOrder() throws IOException {
    List<DataFile> files = files(1, 2001);
    assertThat(sum(files), equalTo(upTo(2000)));
    Map<String, String> kept = kept();
    Collections.reverse(files);
    assertThat(sum(files), equalTo(upTo(2000)));
    assertThat(kept(), equalTo(kept));
  }

  @Test
  void readsFilesOfOnePartAloneWhenOneChanged() throws IOException {
    List<DataFile> files = files(1, 1001);
    assertThat(sum(files), equalTo(upTo(1000)));
    Map<String, String> before = kept();
    DataFile gone = files.remove(500);
    for (DataFile file : files) {
      if (part(file) != part(gone)) {
        forget(file);
      }
    }
    assertThat(sum(files), is("499999 999"));
    Map<String, String> after = kept();
    List<String> changed =
        before.keySet().stream().filter(name -> !before.get(name).equals(after.get(name))).toList();
    String first = changed.get(0).substring(0, 1);
    assertThat(changed.stream().filter(name -> !name.startsWith(first)).toList(), empty());
  }

  @Test
  void doesNotKnowWhatOneFileDoesNotSayUntilItDoes() throws IOException {
    List<DataFile> files = files(1, 201);
    forget(files.get(77));
    assertThat(sum(files), is("unknown"));
    assertThat(file(78), equalTo(files.get(77)));
    assertThat(sum(files), equalTo(upTo(200)));
  }

  @Test
  void makesWhatIsDamagedOrLostAgain() throws IOException {
    List<DataFile> files = files(1, 201);
    assertThat(sum(files), equalTo(upTo(200)));
    Map<String, String> kept = kept();
    Path folder = lake.resolve(SumTree.FOLDER).resolve("sales");
    int turn = 0;
    for (String name : kept.keySet()) {
      Path sum = folder.resolve(name);
      byte[] bytes = Files.readAllBytes(sum);
      switch (turn++ % 4) {
        case 0 -> Files.delete(sum);
        case 1 -> Files.write(sum, new byte[0]);
        case 2 -> Files.write(sum, Arrays.copyOf(bytes, bytes.length / 2));
        default -> {
          bytes[bytes.length - 1] ^= 1;
          Files.write(sum, bytes);
        }
      }
    }
    assertThat(sum(files), equalTo(upTo(200)));
    assertThat(kept(), equalTo(kept));
  }

  @Test
  void takesNoSumOfOtherFiles() throws IOException {
    List<DataFile> files = files(1, 401);
    List<DataFile> half = files.subList(0, 200);
    assertThat(sum(files), equalTo(upTo(400)));
    int places = kept().size();
    assertThat(sum(half), equalTo(upTo(200)));
    assertThat(sum(files), equalTo(upTo(400)));
    assertThat(kept().keySet(), hasSize(places));
  }

  @Test
  void whoOnlyLooksLeavesNothing() throws IOException {
    assertThat(
        told(SumTree.sum(lake.toString(), "sales", files(1, 201), Keeping.NOT_KEPT)),
        equalTo(upTo(200)));
    assertThat(kept().keySet(), empty());
  }
}
