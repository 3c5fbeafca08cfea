// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.plan;

import dev.sluice.report.text.SpecWords;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.SourceSpec.Kafka;
import dev.sluice.spec.unit.Sizes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a plan says of a source that is topics: its keys, and no secret. */
final class TopicSettings {
  private TopicSettings() {}

  static Map<String, @Nullable Object> of(Kafka source) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    SourceSpec value = source.messages().value();
    all.put("kafka", source.topics());
    all.put("servers", source.cluster().servers());
    all.put("format", value.format());
    put(all, "properties", source.cluster().properties());
    put(all, "secrets", source.cluster().secrets());
    all.putAll(SpecWords.fields(source.reading(), Set.of("max_record")));
    if (value instanceof SourceSpec.Csv csv) {
      all.put("fields", source.messages().columns());
      all.putAll(SpecWords.fields(csv, Set.of("paths", "limits", "lines", "encoding")));
    }
    if (!source.messages().registry().isEmpty()) {
      all.put("registry", source.messages().registry());
    }
    all.put("max_record", Sizes.spell(source.reading().maxRecord()));
    Map<String, String> meta = new LinkedHashMap<>();
    source.meta().forEach((column, held) -> meta.put(column, held.word()));
    put(all, "meta", meta);
    return all;
  }

  private static void put(Map<String, @Nullable Object> all, String key, Map<String, String> map) {
    if (!map.isEmpty()) {
      all.put(key, map);
    }
  }
}
