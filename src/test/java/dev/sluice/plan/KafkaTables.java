// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan;

import dev.sluice.schema.TableSchema;
import dev.sluice.spec.rule.QualitySpec;
import dev.sluice.spec.rule.Tolerance;
import dev.sluice.spec.table.Contract;
import dev.sluice.spec.table.LoadSpec;
import dev.sluice.spec.table.LoadSpec.Disposition;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.SourceSpec.Kafka;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.spec.topic.TopicCluster;
import dev.sluice.spec.topic.TopicReading;
import java.util.List;
import java.util.Map;

/** Tables of the topic {@code t} at {@code a:1}. */
final class KafkaTables {
  private KafkaTables() {}

  static TableSpec table(TopicReading.Gap gap, Disposition load) {
    Kafka source =
        new Kafka(
            List.of("t"),
            new TopicCluster(List.of("a:1"), Map.of(), Map.of()),
            new SourceSpec.Messages(new SourceSpec.Json(List.of()), List.of(), "", ""),
            new TopicReading(
                "earliest",
                TopicReading.Isolation.READ_COMMITTED,
                gap,
                TopicReading.Tombstones.DEAD_LETTER,
                1 << 20),
            Map.of());
    return new TableSpec(
        "t",
        source,
        new TableSchema(List.of()),
        Contract.DEFAULT,
        new LoadSpec(load, List.of(), null, null),
        new QualitySpec(List.of(), List.of(), Tolerance.NONE));
  }
}
