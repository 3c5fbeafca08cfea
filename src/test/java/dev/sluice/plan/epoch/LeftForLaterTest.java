// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan.epoch;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.intake.InputFile;
import dev.sluice.plan.epoch.EpochDecision.Verdict;
import dev.sluice.plan.epoch.HeldEpochs.Entry;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.rule.QualitySpec;
import dev.sluice.spec.rule.Tolerance;
import dev.sluice.spec.table.Contract;
import dev.sluice.spec.table.LoadSpec;
import dev.sluice.spec.table.LoadSpec.Disposition;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.notes.SourceFile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LeftForLaterTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final long OLD = NOW.toEpochMilli() - 60_000;

  private static TableSpec table(Disposition load) {
    return table("t", load);
  }

  private static TableSpec table(String name, Disposition load) {
    return new TableSpec(
        name,
        new SourceSpec.Json(List.of("*.json")),
        new TableSchema(List.of()),
        Contract.DEFAULT,
        new LoadSpec(load, List.of(), null, null),
        new QualitySpec(List.of(), List.of(), Tolerance.NONE));
  }

  private static InputFile file(String path, long bytes, long modified) {
    return new InputFile(path, bytes, modified);
  }

  private static SourceFile known(String path, long bytes, long modified) {
    return new SourceFile(path, bytes, modified, 1, "digest of " + path, "");
  }

  private static Entry held(@Nullable Verdict verdict, InputFile... read) {
    HeldEpoch epoch =
        HeldEpoch.of("a1", "r1", NOW.toString(), 0, "why", Map.of("t", List.of(read)));
    EpochDecision decision =
        verdict == null ? null : EpochDecision.of("a1", verdict, NOW.toString(), "ada", "so");
    return new Entry(epoch, decision);
  }

  private static List<InputFile> seen(
      LeftForLater later, Disposition load, List<SourceFile> before, InputFile... found) {
    return later.seen(table(load), before, List.of(found));
  }

  @Test
  void waitsUntilAFileIsLeftAlone() {
    LeftForLater epoch = LeftForLater.of(List.of(), NOW);
    long now = NOW.toEpochMilli();
    assertThat(
        seen(
            epoch,
            Disposition.APPEND,
            List.of(known("/c", 5, OLD)),
            file("/a", 1, now - 1_999),
            file("/b", 1, now - 2_000),
            file("/c", 9, now),
            file("/far", 1, now + 3_600_000)),
        is(
            List.of(
                file("/b", 1, now - 2_000), file("/c", 5, OLD), file("/far", 1, now + 3_600_000))));
    assertThat(
        seen(LeftForLater.of(List.of(), null), Disposition.APPEND, List.of(), file("/a", 1, now)),
        is(List.of(file("/a", 1, now))));
  }

  @Test
  void takesAnObjectOfABucketAtOnce() {
    InputFile object = file("gs://b/a", 1, NOW.toEpochMilli());
    assertThat(
        seen(LeftForLater.of(List.of(), NOW), Disposition.APPEND, List.of(), object),
        is(List.of(object)));
  }

  @Test
  void leavesWhatAHeldEpochHadReadUntilItIsReleasedOrChanges() {
    InputFile bad = file("/a", 1, OLD);
    InputFile other = file("/b", 1, OLD);
    for (Verdict verdict : new Verdict[] {null, Verdict.DISCARD}) {
      LeftForLater later = LeftForLater.of(List.of(held(verdict, bad)), null);
      assertThat(seen(later, Disposition.APPEND, List.of(), bad, other), is(List.of(other)));
      InputFile corrected = file("/a", 2, OLD);
      assertThat(seen(later, Disposition.APPEND, List.of(), corrected), is(List.of(corrected)));
      InputFile touched = file("/a", 1, OLD + 1);
      assertThat(seen(later, Disposition.APPEND, List.of(), touched), is(List.of(touched)));
    }
    LeftForLater released = LeftForLater.of(List.of(held(Verdict.RELEASE, bad)), null);
    assertThat(seen(released, Disposition.APPEND, List.of(), bad, other), is(List.of(bad, other)));
  }

  @Test
  void keepsATableAsItWasThatIsReadAsAWhole() {
    InputFile bad = file("/a", 7, OLD);
    LeftForLater later = LeftForLater.of(List.of(held(null, bad)), null);
    assertThat(
        seen(
            later,
            Disposition.REPLACE,
            List.of(known("/a", 3, OLD - 5), known("/gone", 1, OLD)),
            bad,
            file("/new", 1, OLD)),
        is(List.of(file("/a", 3, OLD - 5), file("/gone", 1, OLD))));
  }

  @Test
  void goesOnBehindAllThatWasHeldOfALogWhateverBecameOfIt() {
    for (Verdict verdict : new Verdict[] {null, Verdict.DISCARD, Verdict.RELEASE}) {
      InputFile part = new InputFile("kafka://a:1/t/0", 20, 0, new InputFile.Log("id", 10));
      LeftForLater later = LeftForLater.of(List.of(held(verdict, part)), null);
      TableSpec append = table(Disposition.APPEND);
      assertThat(later.behind(append, "id", path -> path.equals("kafka://a:1/t/0")), is(20L));
      assertThat(later.behind(append, "other", path -> true), is(0L));
      assertThat(later.behind(table("u", Disposition.APPEND), "id", path -> true), is(0L));
      long whole = later.behind(table(Disposition.REPLACE), "id", path -> true);
      assertThat(whole, is(verdict == Verdict.RELEASE ? 0L : 20L));
      assertThat(later.released("t").size(), is(verdict == Verdict.RELEASE ? 1 : 0));
    }
  }
}
