// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.plan.FileChanges.Found;
import dev.sluice.source.kafka.client.Topics.Partition;
import dev.sluice.spec.table.LoadSpec.Disposition;
import dev.sluice.spec.topic.TopicReading;
import dev.sluice.table.notes.SourceFile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicChangesTest {
  private static final String ID = "8lG3hX";

  private static Partition partition(int number, long earliest, long head) {
    return new Partition("t", number, ID, earliest, earliest, head);
  }

  private static SourceFile taken(String server, int number, long from, long to) {
    return new SourceFile("kafka://" + server + "/t/" + number, to, 0, to - from, ID, "", from);
  }

  private static Found find(TopicReading.Gap gap, List<SourceFile> taken, Partition... now) {
    return find(gap, Disposition.APPEND, taken, now);
  }

  private static Found find(
      TopicReading.Gap gap, Disposition load, List<SourceFile> taken, Partition... now) {
    return TopicChanges.find(KafkaTables.table(gap, load), taken, List.of(now));
  }

  private static InputFile stretch(int number, long from, long to) {
    return new InputFile("kafka://a:1/t/" + number, to, 0, new InputFile.Log(ID, from));
  }

  private static PipelineException failure(List<SourceFile> taken, Partition now) {
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
    Partition other = new Partition("t", 0, "other", 0, 0, 500);
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
}
