// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.fill;

import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.ValueKind;
import dev.sluice.stats.sketch.Sample;
import java.util.List;

/** Takes the values of a column in, and tells what they were. */
interface Feed {
  /** What is read of the column: select items over its quoted name. */
  List<String> items(String name);

  void take(Batch batch);

  /** What the values were, of which a sample was looked at. */
  ColumnStats stats(Sample sample);

  /** The one for a type that the kernel spells. */
  static Feed of(String type) {
    return switch (ValueKind.of(type)) {
      case NUMBER -> WideFeed.isFor(type) ? new WideFeed(type) : new NumberFeed(type);
      case TIME -> new TimeFeed(type);
      case TEXT -> new TextFeed(type);
      case TRUTH -> new TruthFeed(type);
      case VECTOR -> new VectorFeed(type);
      case LIST ->
          new LengthFeed(type, isMap(type) ? "cardinality(%s)::BIGINT" : "len(%s)::BIGINT");
      case BINARY -> new LengthFeed(type, "octet_length(%s)::BIGINT");
      case OTHER -> new LengthFeed(type, "CASE WHEN %s IS NOT NULL THEN -1::BIGINT END");
    };
  }

  private static boolean isMap(String type) {
    return type.startsWith("MAP(") && type.endsWith(")");
  }
}
