// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.table.DataFile;
import dev.sluice.table.log.ManifestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One bit of a random file of the lake is flipped at a time: {@code sluice verify} names the file.
 *
 * <p>{@code -Dflips=1000} flips more, {@code -Dflip.seed=7} flips others.
 */
class BitFlipTest {
  private static final int FLIPS = Integer.getInteger("flips", 100);
  private static final long SEED = Long.getLong("flip.seed", 20260203);

  private @TempDir Path folder;

  @Test
  void findsEveryFlippedBitAndNamesItsFile() throws IOException {
    BusyLake busy = BusyLake.in(folder);
    assertThat(busy.sluice("verify").toString(), busy.sluice("verify").exit(), is(0));
    List<String> files = new ArrayList<>();
    for (String file : busy.files()) {
      boolean isPage = file.endsWith(".html"); // for people, and made again from the lake
      if (!isPage && Files.size(busy.lake().resolve(file)) > 0) {
        files.add(file);
      }
    }
    Random random = new Random(SEED);
    TreeSet<String> hit = new TreeSet<>();
    int found = 0;
    for (int i = 0; i < FLIPS; i++) {
      String file = files.get(random.nextInt(files.size()));
      Path path = busy.lake().resolve(file);
      byte[] content = Files.readAllBytes(path);
      long bit = (long) (random.nextDouble() * content.length * 8);
      flip(content, bit);
      Files.write(path, content);
      Ran ran = busy.sluice("verify", "--json");
      boolean isFound = ran.exit() == 1 && names(ran.json(), file);
      found += isFound ? 1 : 0;
      assertThat("seed " + SEED + ", bit " + bit + " of " + file + ": " + ran, isFound, is(true));
      flip(content, bit);
      Files.write(path, content);
      hit.add(file);
    }
    System.out.printf(
        "bit flips: seed %d, %d of %d found, in %d of %d files of the lake%n",
        SEED, found, FLIPS, hit.size(), files.size());
    assertThat(found, is(FLIPS));
    assertThat(hit.size(), greaterThan(20));
    assertThat(busy.sluice("verify").exit(), is(0));
  }

  /** What a run merges gets a new checksum: a flipped file must not get that far. */
  @Test
  void stopsARunThatWouldMergeAFlippedFile() throws IOException {
    SmallShop shop = new SmallShop(folder).spec("{csv: data/*.csv}", "load: merge", "key: [id]");
    shop.data("a.csv", "id,shop,amount,at\n1,ann,1.00,2026-01-01\n").run();
    DataFile file =
        ManifestStore.at(folder + "/lake", 1)
            .flatMap(m -> m.manifest().table("sales"))
            .orElseThrow()
            .files()
            .get(0);
    Path path = folder.resolve("lake").resolve(file.path());
    shop.data("a.csv", "id,shop,amount,at\n1,ann,2.00,2026-01-01\n");
    byte[] whole = Files.readAllBytes(path);
    Random random = new Random(SEED);
    for (int i = 0; i < 5; i++) {
      byte[] content = whole.clone();
      flip(content, (long) (random.nextDouble() * content.length * 8));
      Files.write(path, content);
      Ran ran = shop.attempt();
      assertThat(ran.toString(), ran.exit(), is(1));
      assertThat(
          ran.err(),
          containsString(
              "LAKE_READ: "
                  + path
                  + ", which a committed manifest names, does not have the checksum with which it"
                  + " was landed"));
      assertThat(ManifestStore.committed(folder + "/lake").size(), is(1));
    }
    Files.write(path, whole);
    shop.run();
    assertThat(shop.rows("SELECT amount FROM production.sales"), contains("2.00"));
  }

  private static void flip(byte[] content, long bit) {
    content[(int) (bit / 8)] ^= (byte) (1 << (bit % 8));
  }

  private static boolean names(JsonNode json, String file) {
    for (JsonNode problem : json.path("problems")) {
      if (problem.path("file").asText().equals(file)) {
        return true;
      }
    }
    return false;
  }
}
