// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.FoundLog;
import dev.sluice.intake.InputFile;
import dev.sluice.plan.FileChanges.Found;
import dev.sluice.plan.epoch.EpochDecision;
import dev.sluice.plan.epoch.EpochDecision.Verdict;
import dev.sluice.plan.epoch.EpochLimit;
import dev.sluice.plan.epoch.HeldEpoch;
import dev.sluice.plan.epoch.HeldEpochs;
import dev.sluice.plan.epoch.LeftForLater;
import dev.sluice.spec.table.LoadSpec.Disposition;
import dev.sluice.spec.topic.TopicReading;
import dev.sluice.table.notes.SourceFile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TopicChangesTest {
  private static final String ID = "8lG3hX";

  private static FoundLog partition(int number, long earliest, long head) {
    return new FoundLog("kafka://a:1/t/" + number, number, ID, earliest, earliest, head);
  }

  private static SourceFile taken(String server, int number, long from, long to) {
    return new SourceFile("kafka://" + server + "/t/" + number, to, 0, to - from, ID, "", from);
  }

  private static Found find(TopicReading.Gap gap, List<SourceFile> taken, FoundLog... now) {
    return find(gap, Disposition.APPEND, taken, now);
  }

  private static Found find(
      TopicReading.Gap gap, Disposition load, List<SourceFile> taken, FoundLog... now) {
    return TopicChanges.find(
        KafkaTables.table(gap, load), taken, List.of(now), LeftForLater.of(List.of(), null));
  }

  private static InputFile stretch(int number, long from, long to) {
    return new InputFile("kafka://a:1/t/" + number, to, 0, new InputFile.Log(ID, from));
  }

  private static PipelineException failure(List<SourceFile> taken, FoundLog now) {
    PipelineException failed =
        assertThrows(PipelineException.class, () -> find(TopicReading.Gap.FAIL, taken, now));
    assertThat(failed.code(), is(ErrorCode.POSITION_LOST));
    return failed;
  }

  @Test
  void readsBehindWhatIsTakenIn() {
    Found found =
        find(
            TopicReading.Gap.FAIL,
            List.of(taken("a:1", 0, 3, 10), taken("a:1", 1, 0, 7)),
            partition(0, 2, 15),
            partition(1, 0, 7),
            partition(2, 5, 5));
    assertThat(found.changes().fresh(), is(List.of(stretch(0, 10, 15), stretch(2, 5, 5))));
    assertThat(found.changes().same(), is(List.of(taken("a:1", 1, 0, 7))));
    assertThat(found.changes().gone(), is(List.of()));
  }

  @Test
  void endsAnEpochWhereItsLimitSaysInEachPartition() {
    int message = 256; // bytes it counts for
    EpochLimit limit = new EpochLimit(20L * message);
    List<SourceFile> before = List.of(taken("a:1", 0, 0, 100), taken("a:1", 3, 0, 8));
    FoundLog[] now = {
      partition(0, 0, 160), partition(1, 30, 60), partition(2, 0, 1), partition(3, 0, 8)
    };
    Found found =
        TopicChanges.find(
            KafkaTables.table(TopicReading.Gap.FAIL, Disposition.APPEND),
            before,
            List.of(now),
            LeftForLater.of(List.of(), null).within(limit, Set.of()));
    assertThat(
        found.changes().fresh(),
        is(List.of(stretch(0, 100, 114), stretch(1, 30, 37), stretch(2, 0, 1))));
    assertThat(found.changes().same(), is(List.of(taken("a:1", 3, 0, 8))));
    assertThat(found.isCut(), is(true));
    Found whole =
        TopicChanges.find(
            KafkaTables.table(TopicReading.Gap.FAIL, Disposition.APPEND),
            before,
            List.of(now),
            LeftForLater.of(List.of(), null).within(limit, Set.of("t")));
    assertThat(
        whole.changes().fresh(),
        is(List.of(stretch(0, 100, 160), stretch(1, 30, 60), stretch(2, 0, 1))));
    assertThat(whole.isCut(), is(false));
  }

  @Test
  void knowsAPartitionWhateverItsServersAreCalled() {
    Found found = find(TopicReading.Gap.FAIL, List.of(taken("b:2", 0, 0, 4)), partition(0, 0, 6));
    assertThat(found.changes().fresh(), is(List.of(stretch(0, 4, 6))));
    assertThat(found.changes().names(), is(Map.of("kafka://b:2/t/0", "kafka://a:1/t/0")));
  }

  @Test
  void stopsWhereRetentionPassedByAndGoesOnWhereThatIsAccepted() {
    List<SourceFile> before = List.of(taken("a:1", 0, 0, 100));
    assertThat(
        failure(before, partition(0, 500, 800)).getMessage(),
        allOf(
            containsString("read up to offset 100, and its first message is now at 500"),
            containsString("took 400 offsets"),
            containsString("Nothing was changed.")));
    Found found = find(TopicReading.Gap.ACCEPT, before, partition(0, 500, 800));
    assertThat(found.changes().fresh(), is(List.of(stretch(0, 500, 800))));
    assertThat(found.changes().told().toString(), containsString("took 400 offsets"));
  }

  @Test
  void losesNothingWhereRetentionEndsJustThere() {
    Found found =
        find(TopicReading.Gap.FAIL, List.of(taken("a:1", 0, 0, 500)), partition(0, 500, 800));
    assertThat(found.changes().fresh(), is(List.of(stretch(0, 500, 800))));
  }

  @Test
  void stopsWhereTheHeadLiesBeforeWhatIsTakenIn() {
    assertThat(
        failure(List.of(taken("a:1", 0, 0, 100)), partition(0, 0, 60)).getMessage(),
        containsString("was read up to offset 100, and now ends at 60"));
  }

  @Test
  void stopsWhereATopicHasAnotherId() {
    FoundLog other = new FoundLog("kafka://a:1/t/0", 0, "other", 0, 0, 500);
    assertThat(
        failure(List.of(taken("a:1", 0, 0, 100)), other).getMessage(),
        containsString("deleted and created again"));
    Found found = find(TopicReading.Gap.ACCEPT, List.of(taken("a:1", 0, 0, 100)), other);
    assertThat(
        found.changes().fresh(),
        is(List.of(new InputFile("kafka://a:1/t/0", 500, 0, new InputFile.Log("other", 0)))));
    assertThat(found.changes().gone(), is(List.of()));
  }

  @Test
  void readsAllAnewWhereRowsAreReplaced() {
    List<SourceFile> before = List.of(taken("a:1", 0, 0, 4));
    Found grown = find(TopicReading.Gap.FAIL, Disposition.REPLACE, before, partition(0, 0, 6));
    assertThat(grown.changes().fresh(), is(List.of(stretch(0, 0, 6))));
    assertThat(
        find(TopicReading.Gap.FAIL, Disposition.REPLACE, before, partition(0, 0, 4))
            .changes()
            .isNone(),
        is(true));
    assertThat(
        find(TopicReading.Gap.FAIL, Disposition.REPLACE, before, partition(0, 2, 4))
            .changes()
            .fresh(),
        is(List.of(stretch(0, 2, 4))));
  }

  private static Found find(
      HeldEpochs.Entry held, List<SourceFile> taken, Disposition load, FoundLog... now) {
    return TopicChanges.find(
        KafkaTables.table(TopicReading.Gap.FAIL, load),
        taken,
        List.of(now),
        LeftForLater.of(List.of(held), null));
  }

  private static HeldEpochs.Entry held(@Nullable Verdict verdict, long from, long to) {
    String at = "2026-11-30T12:00:00Z";
    return new HeldEpochs.Entry(
        HeldEpoch.of("a", "r", at, 0, "why", Map.of("t", List.of(stretch(0, from, to)))),
        verdict == null ? null : EpochDecision.of("a", verdict, at, "ada", "so"));
  }

  private static SourceFile again(String server, long from, long to) {
    return new SourceFile(
        "kafka://%s/t/0#%d-%d".formatted(server, from, to), to, 0, to - from, ID, "", from);
  }

  @Test
  void goesOnBehindWhatIsHeld() {
    FoundLog grown = partition(0, 0, 35);
    Found first = find(held(null, 0, 20), List.of(), Disposition.APPEND, grown);
    assertThat(first.changes().fresh(), is(List.of(stretch(0, 20, 35))));
    List<SourceFile> taken = List.of(taken("a:1", 0, 0, 10));
    Found next = find(held(Verdict.DISCARD, 10, 20), taken, Disposition.APPEND, grown);
    assertThat(next.changes().fresh(), is(List.of(stretch(0, 20, 35))));
    List<SourceFile> passed = List.of(taken("a:1", 0, 20, 35));
    Found later = find(held(null, 10, 20), passed, Disposition.APPEND, partition(0, 0, 40));
    assertThat(later.changes().fresh(), is(List.of(stretch(0, 35, 40))));
  }

  @Test
  void hasNothingToReadWhereAllThatCameIsHeld() {
    FoundLog same = partition(0, 0, 20);
    List<SourceFile> taken = List.of(taken("a:1", 0, 0, 10));
    for (Disposition load : Disposition.values()) {
      Found known = find(held(null, 10, 20), taken, load, same);
      assertThat(known.changes().fresh(), is(List.of()));
      assertThat(known.changes().same(), is(taken));
      Found unknown = find(held(null, 0, 20), List.of(), load, same);
      assertThat(unknown.files(), is(List.of()));
      assertThat(unknown.changes().isNone(), is(true));
    }
  }

  @Test
  void readsOnceWhatIsReleased() {
    HeldEpochs.Entry released = held(Verdict.RELEASE, 10, 20);
    InputFile part = new InputFile("kafka://a:1/t/0#10-20", 20, 0, new InputFile.Log(ID, 10));
    List<SourceFile> before = List.of(taken("a:1", 0, 20, 35));
    Found again = find(released, before, Disposition.APPEND, partition(0, 0, 36));
    assertThat(again.changes().fresh(), is(List.of(stretch(0, 35, 36), part)));
    // Its servers may be called otherwise by then.
    for (String server : List.of("a:1", "b:2")) {
      List<SourceFile> read = List.of(taken("a:1", 0, 20, 35), again(server, 10, 20));
      Found after = find(released, read, Disposition.APPEND, partition(0, 0, 35));
      assertThat(after.changes().fresh(), is(List.of()));
      assertThat(after.changes().gone(), is(List.of()));
      assertThat(Set.copyOf(after.changes().same()), is(Set.copyOf(read)));
    }
  }

  @Test
  void readsAllOfATableAgainThatIsReadAsAWholeOnceThatIsReleased() {
    FoundLog same = partition(0, 0, 20);
    List<SourceFile> before = List.of(taken("a:1", 0, 0, 10));
    for (List<SourceFile> taken : List.of(before, List.<SourceFile>of())) {
      Found found = find(held(Verdict.RELEASE, 0, 20), taken, Disposition.REPLACE, same);
      assertThat(found.changes().fresh(), is(List.of(stretch(0, 0, 20))));
    }
  }

  @Test
  void saysWhereWhatIsReleasedIsNoLongerThere() {
    PipelineException failed =
        assertThrows(
            PipelineException.class,
            () ->
                find(
                    held(Verdict.RELEASE, 10, 20),
                    List.of(taken("a:1", 0, 20, 35)),
                    Disposition.APPEND,
                    partition(0, 15, 35)));
    assertThat(failed.code(), is(ErrorCode.POSITION_LOST));
    assertThat(
        failed.getMessage(), containsString("offsets 10 to 19 of kafka://a:1/t/0, of an epoch"));
  }
}
