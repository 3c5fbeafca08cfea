// SPDX-License-Identifier: Apache-2.0
package dev.sluice.care.gc;

import static dev.sluice.fixture.HandMadeLake.manifest;
import static dev.sluice.fixture.HandMadeLake.schema;
import static dev.sluice.fixture.HandMadeLake.table;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.care.gc.LakeSweep.Mode;
import dev.sluice.care.gc.LakeSweep.Terms;
import dev.sluice.care.gc.LakeSweep.Wanted;
import dev.sluice.care.leftover.Leftovers;
import dev.sluice.care.leftover.SweepResult;
import dev.sluice.care.leftover.SweepResult.Reason;
import dev.sluice.care.verify.AuditResult;
import dev.sluice.care.verify.LakeAudit;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fixture.HandMadeLake;
import dev.sluice.promote.Approvals;
import dev.sluice.promote.release.Releases;
import dev.sluice.promote.sign.Signers;
import dev.sluice.spec.policy.Policies.Keep;
import dev.sluice.store.document.DocumentStore;
import dev.sluice.store.object.ObjectStore;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.log.ManifestWriter;
import dev.sluice.table.past.Horizon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which runs a sweep keeps, and that nothing which they need goes with the others. */
class LakeSweepTest {
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Keep EVERYTHING = Keep.EVERYTHING;
  private static final Keep TWO = new Keep(null, 2);

  private @TempDir Path folder;
  private HandMadeLake lake;
  private String shared;
  private Duration expireAfter = WEEK;

  /** Six runs, a day apart; the first file is in the tables of all. */
  @BeforeEach
  void make() throws Exception {
    lake = new HandMadeLake(folder);
    DataFile first = file(0);
    shared = first.path();
    for (int number = 1; number <= 6; number++) {
      commit(number, first);
    }
  }

  private void commit(int number, DataFile first) throws Exception {
    var unused =
        lake.commit(
            manifest(
                number,
                Outcome.STAGED,
                table("sales", TableState.Kind.TYPED, schema("v INTEGER"), first, file(number))));
  }

  private DataFile file(int number) throws Exception {
    return lake.write(
        "sales",
        "staging/sales/created_at=2026010%dT000000Z/attempt=0badcafe/00000000-0000-4000-8000-00000000000%1$d"
            .formatted(number),
        "SELECT " + number + "::INTEGER AS v");
  }

  @Test
  void keepsTheNewestRunsAndWhatTheyName() throws IOException {
    assertThat(
        kinds(sweep(TWO, 30, Mode.ONLY_SAY)), is(Map.of("run", 4, "run_data", 4, "run_state", 12)));
    assertThat(numbers(), is(List.of(6L, 5L, 4L, 3L, 2L, 1L)));
    SweepResult swept = sweep(TWO, 30);
    assertThat(kinds(swept), is(Map.of("run", 4, "run_data", 4, "run_state", 12)));
    assertThat(swept.runs(), is(new SweepResult.Runs(4, 0, 5, List.of())));
    assertThat(numbers(), is(List.of(6L, 5L)));
    assertThat(ManifestStore.head(lake.root()).orElseThrow().manifest().number(), is(6L));
    assertThat(data(), is(Set.of(shared, own(5), own(6))));
    assertThat(sound(), is(true));
    assertThat(kinds(sweep(TWO, 30)), is(Map.of()));
  }

  @Test
  void keepsSumsOfStatisticsAsLongAsTheirTable() throws IOException {
    ObjectStore.of(lake.root())
        .replace(
            Map.of(
                "_sluice/sums/sales/0.stats", new byte[1],
                "_sluice/sums/sales/0v.stats", new byte[1],
                "_sluice/sums/gone/0.stats", new byte[1],
                "_sluice/sums/gone/notes.txt", new byte[1]));
    for (String name : List.of("sales/0", "sales/0v", "gone/0")) {
      Path sum = folder.resolve("_sluice/sums/" + name + ".stats");
      Path unused = Files.setLastModifiedTime(sum, FileTime.from(Instant.EPOCH));
    }
    SweepResult swept = sweep(EVERYTHING, 30);
    assertThat(kinds(swept), is(Map.of("state", 1)));
    assertThat(swept.foreign(), is(List.of("_sluice/sums/gone/notes.txt")));
    assertThat(Files.exists(folder.resolve("_sluice/sums/sales/0v.stats")), is(true));
    assertThat(Files.exists(folder.resolve("_sluice/sums/gone/0.stats")), is(false));
    assertThat(sound(), is(true));
  }

  @Test
  void keepsWhatIsYoungAndTheNewestAnyway() {
    expireAfter = Duration.ofHours(1);
    assertThat(sweep(new Keep(3, null), 7).runs().first(), is(5L));
    assertThat(numbers(), is(List.of(6L, 5L)));
    assertThat("the newest stays", sweep(new Keep(1, null), 30).runs().first(), is(6L));
    assertThat(sound(), is(true));
  }

  @Test
  void eitherTermIsEnough() {
    expireAfter = Duration.ofHours(1);
    assertThat(sweep(new Keep(4, 2), 7).runs().first(), is(4L));
    assertThat(sweep(new Keep(1, 3), 7).runs().first(), is(4L));
    assertThat("a clock that was set back", sweep(new Keep(1, 2), 3).runs().first(), is(4L));
    assertThat("what is gone stays gone", sweep(EVERYTHING, 30).runs().first(), is(4L));
    assertThat(numbers(), is(List.of(6L, 5L, 4L)));
  }

  @Test
  void keepsWhatProductionShowsAndWhatMayBeReleased() {
    promote(2);
    promote(3);
    assertThat(sweep(TWO, 7).runs(), is(new SweepResult.Runs(2, 0, 3, List.of())));
    assertThat("staged runs expired", sweep(TWO, 30).runs().single(), is(List.of(3L)));
    assertThat(numbers(), is(List.of(6L, 5L, 3L)));
    assertThat(sound(), is(true));

    PipelineException back =
        assertThrows(PipelineException.class, () -> approvals(30).rollback(1, "ann", "x"));
    assertThat(back.code(), is(ErrorCode.PROMOTION_REFUSED));
    assertThat(
        back.getMessage(),
        is(
            "Release 1 cannot be brought back. Run 2 of the lake %s is not kept any more: `keep` in pipeline.yaml let `sluice gc` remove what no later run needs. The runs from 5 on, and 3, are there; `sluice status` lists them. Releases that can be: 2. Production is unchanged."
                .formatted(lake.root())));
    assertThat(refused(() -> approvals(30).staged("run-4")), containsString("Run 4 of the lake"));
    assertThat(refused(() -> approvals(30).staged("4")), containsString("is not kept any more"));
    assertThat(refused(() -> approvals(30).staged("9")), containsString("No committed run has"));
  }

  @Test
  void keepsAnApprovedRunUntilTheApprovalExpires() {
    var unused = approvals(6).approve("4", "", "ann", "x");
    assertThat(sweep(TWO, 10).runs().first(), is(4L));
    assertThat(sweep(TWO, 12).runs().first(), is(5L));
  }

  @Test
  void keepsWhatTheNextRunBuildsOnAndLetsNobodyTakeItAway() {
    reject(6);
    reject(5);
    assertThat(sweep(TWO, 30).runs(), is(new SweepResult.Runs(3, 0, 4, List.of())));
    assertThat(
        refused(() -> approvals(30).reject("4", "ann", "x")),
        containsString("cannot be rejected: the next run would build on one before it"));
    assertThat(sound(), is(true));
  }

  private void reject(int number) {
    var unused = approvals(6).reject("" + number, "ann", "x");
  }

  @Test
  void findsWhatIsMissingBehindTheHorizon() throws IOException {
    promote(2);
    sweep(TWO, 30);
    Path horizon = folder.resolve(Horizon.PATH);
    byte[] whole = Files.readAllBytes(horizon);
    Files.delete(horizon);
    assertThat(
        broken(), containsString("_sluice/log/000001.json is missing, though 000002.json follows"));
    Files.write(horizon, java.util.Arrays.copyOf(whole, 90));
    assertThat(broken(), containsString("_sluice/log/horizon.json is cut short"));
    assertThat(problems(), is(List.of(Horizon.PATH)));
    Files.write(horizon, whole);
    for (String entry : List.of("_sluice/log/000002.json", "_sluice/log/000005.json")) {
      byte[] text = Files.readAllBytes(folder.resolve(entry));
      Files.delete(folder.resolve(entry));
      assertThat(broken(), containsString(entry));
      assertThat(problems(), is(List.of(entry)));
      assertThat(
          assertThrows(PipelineException.class, () -> sweep(TWO, 30)).getMessage(),
          containsString("so nothing was removed"));
      Files.write(folder.resolve(entry), text);
    }
    assertThat(sound(), is(true));
  }

  @Test
  void refusesALogOfWhichOnlyTheHorizonIsLeft() throws IOException {
    sweep(TWO, 30);
    Files.delete(folder.resolve("_sluice/log/000005.json"));
    Files.delete(folder.resolve("_sluice/log/000006.json"));
    for (Supplier<?> reading :
        List.<Supplier<?>>of(
            () -> ManifestStore.latest(lake.root()), () -> ManifestStore.head(lake.root()))) {
      PipelineException trouble = assertThrows(PipelineException.class, reading::get);
      assertThat(trouble.code(), is(ErrorCode.MANIFEST_INVALID));
      assertThat(trouble.getMessage(), containsString("000005.json is missing, and so is all"));
    }
    assertThat(problems(), is(List.of("_sluice/log/000005.json")));
  }

  @Test
  void removesNothingWhileAStateThatIsKeptCannotBeRead() throws IOException {
    Path state = newest(folder.resolve("tables/sales/metadata"), ".avro");
    Files.write(state, new byte[] {1});
    List<String> before = files();
    PipelineException trouble = assertThrows(PipelineException.class, () -> sweep(TWO, 30));
    assertThat(trouble.getMessage(), containsString("so nothing was removed"));
    assertThat(files(), is(before));
  }

  /** Data goes first and entries go last, so that a later sweep knows what the rest is. */
  @Test
  void finishesWhatWasCutShort() throws IOException {
    Map<String, byte[]> before = contents();
    sweep(TWO, 30);
    List<String> after = files();
    for (String gone :
        List.of("none", "staging/.*0[13]-.*", "staging/.*|tables/.*[02468]-m.*avro")) {
      for (Map.Entry<String, byte[]> file : before.entrySet()) {
        if (!file.getKey().matches(gone) && !after.contains(file.getKey())) {
          Files.createDirectories(folder.resolve(file.getKey()).getParent());
          Files.write(folder.resolve(file.getKey()), file.getValue());
        }
      }
      assertThat("an entry that is past is none", numbers(), is(List.of(6L, 5L)));
      assertThat(sound(), is(true));
      SweepResult swept = sweep(gone.equals("none") ? EVERYTHING : TWO, 30);
      assertThat(kinds(swept).get("run"), is(4));
      assertThat(gone, files(), is(after));
    }
  }

  @Test
  void leavesWhatAPromotionMayHaveInHandToTheNextSweep() throws IOException {
    promote(1);
    promote(2);
    ObjectStore.Claim rollback =
        ObjectStore.of(lake.root()).claim("_sluice/attempts/promote-0badcafe.lock");
    SweepResult swept = sweep(TWO, 30);
    assertThat(kinds(swept), is(Map.of()));
    assertThat(
        swept.kept().stream().map(SweepResult.Kept::reason).toList(), hasItem(Reason.UNDER_WAY));
    assertThat(Horizon.of(lake.root()).kept().keySet(), is(Set.of(2L)));

    // It looked before the horizon was written: what it goes back to is kept again.
    Path horizon = folder.resolve(Horizon.PATH);
    byte[] written = Files.readAllBytes(horizon);
    Files.delete(horizon);
    assertThat(approvals(30).rollback(1, "ann", "x").manifest(), is(1L));
    Files.write(horizon, written);
    rollback.release();
    assertThat(sound(), is(true));
    assertThat(sweep(TWO, 30).runs().single(), is(List.of(1L)));
    assertThat(numbers(), is(List.of(6L, 5L, 1L)));
    assertThat(Horizon.of(lake.root()).past(lake.root()).keySet(), is(Set.of(2L, 3L, 4L)));
    assertThat(sound(), is(true));
  }

  @Test
  void countsFailedRunsApart() throws Exception {
    for (int day = 1; day <= 4; day++) {
      Manifest failed = manifest(day, Outcome.FAILED);
      ManifestWriter.recordFailure(
          DocumentStore.of(lake.root()),
          new Manifest(
              failed.version(),
              0,
              failed.pipeline(),
              failed.run(),
              failed.outcome(),
              List.of(
                  table("dead_letters", TableState.Kind.DEAD, schema("v INTEGER"), file(day + 6))),
              List.of(),
              ""));
    }
    SweepResult swept = sweep(TWO, 30);
    assertThat(swept.runs(), is(new SweepResult.Runs(4, 2, 5, List.of())));
    assertThat(
        ManifestStore.failed(lake.root()).stream().map(m -> m.run().id()).toList(),
        is(List.of("run-4", "run-3")));
    assertThat(data(), hasItem(containsString("000000000010")));
    assertThat(data(), not(hasItem(containsString("000000000007"))));
    assertThat(sound(), is(true));
  }

  private SweepResult sweep(Keep keep, int day) {
    return sweep(keep, day, Mode.REMOVE);
  }

  private SweepResult sweep(Keep keep, int day, Mode mode) {
    return LakeSweep.sweep(
        new Wanted(lake.root(), Set.of(), Duration.ofDays(365), mode, new Terms(keep, expireAfter)),
        on(day));
  }

  private Approvals approvals(int day) {
    return new Approvals(lake.root(), WEEK, on(day), Signers.NONE);
  }

  private void promote(int number) {
    var unused = approvals(6).approve("" + number, "", "ann", "good");
    var release = approvals(6).apply("" + number, "ann");
    assertThat(release.number(), is(Releases.of(lake.root()).number()));
  }

  /** A day of January 2026, in its evening. */
  private static Clock on(int day) {
    return Clock.fixed(
        Instant.parse("2025-12-31T20:00:00Z").plus(day, ChronoUnit.DAYS), ZoneOffset.UTC);
  }

  private static Map<String, Integer> kinds(SweepResult swept) {
    Map<String, Integer> kinds = new TreeMap<>();
    for (Leftovers each : swept.removed()) {
      kinds.put(each.kind().name().toLowerCase(java.util.Locale.ROOT), each.files().size());
    }
    return kinds;
  }

  private List<Long> numbers() {
    return ManifestStore.committed(lake.root()).stream().map(Manifest::number).toList();
  }

  private boolean sound() {
    return problems().isEmpty();
  }

  private List<String> problems() {
    AuditResult audit = LakeAudit.of(lake.root(), Set.of(), Signers.NONE);
    return audit.problems().stream().map(each -> each.file()).toList();
  }

  private String broken() {
    return assertThrows(PipelineException.class, () -> ManifestStore.committed(lake.root()))
        .getMessage();
  }

  private static String refused(Supplier<?> asked) {
    PipelineException trouble = assertThrows(PipelineException.class, asked::get);
    assertThat(trouble.code(), is(ErrorCode.PROMOTION_REFUSED));
    return trouble.getMessage();
  }

  private String own(int number) throws IOException {
    return data().stream()
        .filter(path -> path.contains("00000000000" + number + "-"))
        .findFirst()
        .orElse("none");
  }

  private Set<String> data() throws IOException {
    Set<String> data = new java.util.HashSet<>();
    files().stream().filter(path -> path.startsWith("staging")).forEach(data::add);
    return data;
  }

  private List<String> files() throws IOException {
    return new ArrayList<>(contents().keySet());
  }

  private Map<String, byte[]> contents() throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        contents.put(folder.relativize(path).toString(), Files.readAllBytes(path));
      }
    }
    return contents;
  }

  private static Path newest(Path in, String ending) throws IOException {
    try (Stream<Path> all = Files.list(in)) {
      return all.filter(path -> path.toString().endsWith(ending))
          .max(java.util.Comparator.comparing(LakeSweepTest::changed))
          .orElseThrow();
    }
  }

  private static Instant changed(Path path) {
    try {
      return Files.getLastModifiedTime(path).toInstant();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
