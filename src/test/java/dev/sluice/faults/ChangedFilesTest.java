// SPDX-License-Identifier: Apache-2.0
package dev.sluice.faults;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fixture.Child;
import dev.sluice.fixture.Pipelines;
import dev.sluice.graph.ChangedRun;
import dev.sluice.store.document.Failpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Files vanish or change under a run: it commits nothing, names the file, and can be repeated. */
class ChangedFilesTest {
  private static final Instant CREATED_AT = Instant.parse("2026-02-02T00:00:00Z");

  private static @TempDir Path base;
  private static Lab lab;
  private static Map<String, String> expected;

  @BeforeAll
  static void measure() {
    lab = new Lab(base, 2_000);
    Pipelines.Ran ran = Pipelines.sluice(lab.command());
    assertThat(ran.toString(), ran.exit(), is(0));
    expected = lab.snapshot();
  }

  enum Damage {
    VANISHED("disappeared after it was landed") {
      @Override
      void to(Path file) throws IOException {
        Files.delete(file);
      }
    },
    CUT("were landed") {
      @Override
      void to(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        replace(file, java.util.Arrays.copyOf(bytes, bytes.length - 9));
      }
    },
    CHANGED("does not have the checksum with which it was landed") {
      @Override
      void to(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        replace(file, bytes);
      }
    };

    final String said;

    Damage(String said) {
      this.said = said;
    }

    abstract void to(Path file) throws IOException;

    /** Its bytes, not those of its other names. */
    static void replace(Path file, byte[] bytes) throws IOException {
      Files.delete(file);
      Files.write(file, bytes);
    }
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void refusesAFileThatIsDamagedBetweenLandingAndCommit(Damage damage, @TempDir Path folder)
      throws IOException {
    String[] command = oneTable(folder, "");
    Child child =
        Child.start(Map.of(Failpoints.VARIABLE, "checkpoint.write:before:1:stop"), command)
            .awaitStopped();
    Path landed = parquet(folder.resolve("lake/staging/sales"));
    damage.to(landed);
    assertThat(child.goOn().await(), is(1));
    assertThat(child.output(), containsString("LAKE_READ: " + landed));
    assertThat(child.output(), containsString(damage.said));
    assertThat(Files.exists(folder.resolve("lake/_sluice/log")), is(false));

    Pipelines.Ran again = Pipelines.sluice(command);
    assertThat(again.toString(), again.exit(), is(0));
    assertThat(sales(folder), is(List.of("3|6.00")));
  }

  @ParameterizedTest
  @CsvSource({"sales, VANISHED", "sales, CUT", "sales, CHANGED"})
  void refusesToBuildOnADamagedCommittedFile(String table, Damage damage) throws IOException {
    lab.restore();
    Path file = parquet(lab.folder().resolve("lake/staging/" + table));
    byte[] whole = Files.readAllBytes(file);
    damage.to(file);
    Pipelines.Ran ran = Pipelines.sluice(lab.command());
    assertThat(ran.toString(), ran.exit(), is(1));
    assertThat(ran.err(), containsString("LAKE_READ: " + file + ", which a committed manifest"));
    assertThat(ran.err(), containsString(damage.said));
    assertThat(ran.err(), containsString("`sluice verify` finds all that is damaged"));
    assertThat(manifests(lab.folder()), is(1));

    Files.deleteIfExists(file);
    Files.write(file, whole);
    ran = Pipelines.sluice(lab.command());
    assertThat(ran.toString(), ran.exit(), is(0));
    assertThat(lab.snapshot(), is(expected));
  }

  /** What a run costs follows what it takes in: it does not look at files that it only keeps. */
  @ParameterizedTest
  @EnumSource(Damage.class)
  void leavesADamagedFileOfWhichNoRowIsReadToVerify(Damage damage) throws IOException {
    lab.restore();
    Path file = parquet(lab.folder().resolve("lake/staging/raw_sales"));
    damage.to(file);
    assertThat(Pipelines.sluice(lab.command()).exit(), is(0));
    Pipelines.Ran ran = Pipelines.sluice("verify", lab.folder().toString());
    assertThat(ran.toString(), ran.exit(), is(1));
    assertThat(ran.out(), containsString(file.getFileName().toString()));
  }

  /** Rows of an append table are not merged, but models and checks read them. */
  @Test
  void refusesToReadADamagedEarlierFileOfATableThatIsAppendedTo(@TempDir Path folder)
      throws IOException {
    String[] command = oneTable(folder, "    checks: [{unique: [id]}]\n");
    assertThat(Pipelines.sluice(command).exit(), is(0));
    Path file = parquet(folder.resolve("lake/staging/sales"));
    Damage.CHANGED.to(file);
    Pipelines.write(folder.resolve("data/2.csv"), "id,amount\n4,4\n");
    Pipelines.Ran ran = Pipelines.sluice(command);
    assertThat(ran.toString(), ran.exit(), is(1));
    assertThat(ran.err(), containsString("LAKE_READ: " + file + ", which a committed manifest"));
    assertThat(manifests(folder), is(1));
  }

  enum Change {
    VANISHES(ErrorCode.FILE_UNREADABLE, "cannot be opened"),
    BECOMES_A_FOLDER(ErrorCode.FILE_UNREADABLE, "cannot be opened"),
    GROWS(ErrorCode.FILE_CHANGED, "changed while it was read"),
    IS_CUT(ErrorCode.FILE_CHANGED, "changed while it was read");

    final ErrorCode code;
    final String said;

    Change(ErrorCode code, String said) {
      this.code = code;
      this.said = said;
    }

    void to(Path file) {
      try {
        switch (this) {
          case VANISHES -> Files.delete(file);
          case BECOMES_A_FOLDER -> {
            Files.delete(file);
            Files.createDirectory(file);
          }
          case GROWS -> Files.writeString(file, "1,1,1,2026-01-01\n", StandardOpenOption.APPEND);
          case IS_CUT -> Files.writeString(file, Files.readString(file).substring(0, 900));
          default -> throw new AssertionError(this);
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Change.class)
  void commitsNothingOfASourceThatChangesAfterItWasListed(Change change) throws IOException {
    lab.restore();
    Path source = lab.folder().resolve("data/sales-3.csv");
    Path kept = base.resolve("kept.csv");
    Files.copy(
        source,
        kept,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING,
        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    PipelineException failure =
        assertThrows(
            PipelineException.class,
            () -> ChangedRun.of(lab.folder(), CREATED_AT, pipeline -> change.to(source)));
    assertThat(failure.code(), is(change.code));
    assertThat(failure.getMessage(), containsString(source + " " + change.said));
    assertThat(manifests(lab.folder()), is(1));

    Files.deleteIfExists(source);
    Files.move(kept, source);
    Pipelines.Ran ran = Pipelines.sluice(lab.command());
    assertThat(ran.toString(), ran.exit(), is(0));
    assertThat(lab.snapshot(), is(expected));
  }

  private static String[] oneTable(Path folder, String checks) {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: one
        lake: lake
        warehouse: duckdb:one.duckdb
        tables:
          sales:
            source: {csv: "data/*.csv"}
            schema: sales.avsc
            load: append
            cursor: id
        """
            + checks);
    Pipelines.write(
        folder.resolve("sales.avsc"),
        """
        {"type": "record", "name": "sales", "fields": [
          {"name": "id", "type": "long"},
          {"name": "amount", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}}]}
        """);
    Pipelines.write(folder.resolve("data/1.csv"), "id,amount\n1,1\n2,2\n3,3\n");
    return new String[] {"run", folder.toString(), "--quiet"};
  }

  private static List<String> sales(Path folder) {
    return Pipelines.query(
        folder.resolve("one.duckdb").toString(),
        "SELECT count(*), sum(amount) FROM production.sales");
  }

  /** The first of a table's files. */
  private static Path parquet(Path table) throws IOException {
    try (Stream<Path> files = Files.walk(table)) {
      return files
          .filter(f -> f.toString().endsWith(".parquet"))
          .sorted()
          .findFirst()
          .orElseThrow();
    }
  }

  private static int manifests(Path folder) {
    String[] names =
        folder.resolve("lake/_sluice/log").toFile().list((f, name) -> name.endsWith(".json"));
    return names == null ? 0 : names.length;
  }
}
