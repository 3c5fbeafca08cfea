// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.stream;

import dev.sluice.report.text.SafeText;
import dev.sluice.report.view.View;
import dev.sluice.table.LakeTables;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.time.Watermark;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says how far the event time of each table came, and which partition holds it up. */
final class EventTimeLines {
  private EventTimeLines() {}

  static void write(View view, int width, Manifest newest, Instant now) {
    List<Map<String, @Nullable Object>> trees = new ArrayList<>();
    for (TableState state : newest.tables()) {
      Watermark watermark = state.taken().watermark();
      if (!watermark.column().isEmpty()) {
        String table = LakeTables.ofRaw(state.table());
        trees.add(tree(table, watermark));
        view.labelled(
            width,
            trees.size() == 1 ? "event time" : "",
            "%s.%s: %s".formatted(table, watermark.column(), said(watermark, now)));
      }
    }
    view.value("event_time", trees);
  }

  private static String said(Watermark watermark, Instant now) {
    Instant at = watermark.instant().orElse(null);
    if (at == null) {
      return "no row had one so far";
    }
    String said =
        "watermark %s, %s behind the clock"
            .formatted(at, SafeText.seconds(Duration.between(at, now)));
    int partitions = watermark.partitions().size();
    return partitions < 2
        ? said
        : said
            + "; of %d partitions %s is the furthest behind"
                .formatted(
                    partitions,
                    watermark.partitions().stream()
                        .min(Comparator.comparing(each -> Instant.parse(each.greatest())))
                        .orElseThrow()
                        .name());
  }

  private static Map<String, @Nullable Object> tree(String table, Watermark watermark) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("table", table);
    tree.put("column", watermark.column());
    tree.put("watermark", watermark.at().isEmpty() ? null : watermark.at());
    tree.put("partitions", watermark.partitions());
    return tree;
  }
}
