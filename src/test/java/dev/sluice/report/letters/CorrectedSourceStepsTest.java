// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.letters;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CorrectedSourceStepsTest {
  private static final CorrectedSource SOURCES =
      new CorrectedSource(Set.of("days"), Set.of("clicks", "visits"));

  @Test
  void sendsNobodyToAFileWhereMessagesAreRead() {
    assertThat(
        SOURCES.steps(" shop", Set.of("visits", "clicks")),
        is(
            List.of(
                "If corrected messages are sent to the topic of clicks, visits instead, a run reads them:",
                "  sluice run shop",
                "Then give those dead rows up:",
                "  sluice deadletters discard shop --table clicks --table visits --why corrected")));
  }

  @Test
  void namesTheTablesOfEachKindWhereThereAreSeveral() {
    assertThat(
        SOURCES.steps("", Set.of("orders", "days", "clicks")),
        is(
            List.of(
                "If the source file of orders is corrected instead, a run that reads it closes them:",
                "  sluice run",
                "If the source of days is corrected instead, from a value of its cursor on:",
                "  sluice run --from VALUE",
                "Then give those dead rows up:",
                "  sluice deadletters discard --table days --why corrected",
                "If corrected messages are sent to the topic of clicks instead, a run reads them:",
                "  sluice run",
                "Then give those dead rows up:",
                "  sluice deadletters discard --table clicks --why corrected")));
    assertThat(
        SOURCES.steps("", Set.of("orders")),
        is(
            List.of(
                "If the source file is corrected instead, a run that reads it closes them:",
                "  sluice run")));
  }
}
