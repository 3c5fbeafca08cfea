// SPDX-License-Identifier: Apache-2.0
package dev.sluice.faults;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Child;
import dev.sluice.fixture.Databases;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.store.document.Failpoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cuts and changes the database and its write-ahead log: the next command ends with the same
 * content, and what cannot be read is kept beside. {@code -Dbroken.seed=7} begins elsewhere.
 */
class BrokenWarehouseTest {
  private static final long SEED = Long.getLong("broken.seed", 20260201);
  private static final int TIMES = Integer.getInteger("breaks", 4);

  private static @TempDir Path base;
  private static Lab lab;
  private static Path file;
  private static Path log;
  private static Map<String, String> expected;

  /** A database and a log of a run that was committed, but not yet written into the database. */
  @BeforeAll
  static void prepare() {
    lab = new Lab(base, 20_000);
    file = lab.folder().resolve("lab.duckdb");
    log = Databases.log(file);
    Child child =
        Child.start(Map.of(Failpoints.VARIABLE, "warehouse.checkpoint:before:2"), lab.command());
    child.endsWith(Failpoints.HALTED);
    assertThat(Files.exists(log), is(true));
    lab.keep();
    next();
    expected = Databases.digest(file);
  }

  @Test
  void rebuildsADatabaseCutAtTwentyPlaces() throws IOException {
    Random random = new Random(SEED);
    Tally tally = new Tally();
    for (int i = 0; i < TIMES; i++) {
      lab.restore();
      if (i % 2 == 0) {
        next(); // the log is in the database
      }
      byte[] whole = Files.readAllBytes(file);
      tally.check("cut", i, Arrays.copyOf(whole, random.nextInt(whole.length)), null);
    }
    tally.print("database cut");
    assertThat(tally.kept, greaterThan(TIMES / 2));
  }

  @Test
  void rebuildsADatabaseOfWhichAByteChanged() throws IOException {
    Random random = new Random(SEED + 1);
    Tally tally = new Tally();
    for (int i = 0; i < TIMES; i++) {
      lab.restore();
      next(); // the log is in the database
      byte[] bytes = Files.readAllBytes(file);
      bytes[i < TIMES / 2 ? i * 4000 : random.nextInt(bytes.length)] ^= 0x10;
      tally.check("byte", i, bytes, null);
    }
    tally.print("byte of the database changed");
    assertThat(tally.kept, greaterThan(TIMES / 4));
  }

  @Test
  void recoversFromALogThatIsCutOrChanged() throws IOException {
    Random random = new Random(SEED + 2);
    Tally tally = new Tally();
    for (int i = 0; i < TIMES; i++) {
      lab.restore();
      byte[] bytes = Files.readAllBytes(log);
      int at = i == 0 ? 0 : random.nextInt(bytes.length);
      if (i % 2 == 0) {
        bytes = Arrays.copyOf(bytes, at);
      } else {
        bytes[at] ^= 0x10;
      }
      tally.check("log", i, Files.readAllBytes(file), bytes);
    }
    tally.print("log cut or changed");
    assertThat(tally.kept, greaterThan(0));
  }

  /** Makes a database that does not open, with a log beside it. */
  static void damage(Lab lab) {
    Path file = lab.folder().resolve("lab.duckdb");
    try {
      Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 10_000));
      Files.writeString(Databases.log(file), "a log of something else");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Ran next() {
    Ran ran = Pipelines.sluice("promote", "releases", lab.folder().toString(), "--json");
    assertThat(ran.toString(), ran.exit(), is(0));
    return ran;
  }

  /** Counts what became of damaged databases. */
  private static final class Tally {
    private int kept;
    private int read;

    void check(String what, int number, byte[] database, byte[] wal) throws IOException {
      Files.write(file, database);
      if (wal != null) {
        Files.write(log, wal);
      }
      boolean isReadable = reads(base.resolve("probe/x.duckdb"));
      Ran ran = next();
      String where = "seed " + SEED + ", " + what + " " + number + ": " + ran;
      assertThat(where, Databases.digest(file), is(expected));
      List<Path> beside = Databases.beside(file, "broken-");
      if (isReadable) {
        assertThat(where, beside, is(List.of()));
        read++;
        return;
      }
      assertThat(where, Arrays.equals(Files.readAllBytes(beside.get(0)), database), is(true));
      if (wal != null) {
        assertThat(where, Arrays.equals(Files.readAllBytes(beside.get(1)), wal), is(true));
      }
      assertThat(ran.json().at("/warehouse_rebuilt/kept").asText(), is(beside.get(0).toString()));
      assertThat(ran.json().at("/warehouse_rebuilt/cause").asText(), is("broken"));
      assertThat(ran.err(), containsString("was broken and was rebuilt from the lake"));
      kept++;
    }

    /** Whether plain DuckDB reads every value of a copy. */
    private static boolean reads(Path copy) throws IOException {
      Files.createDirectories(copy.getParent());
      Files.write(copy, Files.readAllBytes(file));
      Files.deleteIfExists(Databases.log(copy));
      if (Files.exists(log)) {
        Files.write(Databases.log(copy), Files.readAllBytes(log));
      }
      try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + copy);
          Statement sql = connection.createStatement();
          ResultSet tables =
              connection
                  .createStatement()
                  .executeQuery(
                      "SELECT format('{}.\"{}\"', schema_name, table_name) FROM duckdb_tables()")) {
        while (tables.next()) {
          sql.executeQuery("SELECT md5(string_agg(t::VARCHAR)) FROM " + tables.getString(1) + " t")
              .close();
        }
        return true;
      } catch (SQLException e) {
        return false;
      }
    }

    void print(String what) {
      System.out.printf(
          "%s, %d times (seed %d): %d rebuilt with the broken file kept, %d read by DuckDB in full, all equal%n",
          what, TIMES, SEED, kept, read);
    }
  }
}
