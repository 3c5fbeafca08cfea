// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.time;

import dev.sluice.spec.parse.context.NameUses.Fit;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.table.LoadSpec.Disposition;
import dev.sluice.spec.time.EventTime;
import dev.sluice.spec.time.Window;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;
import dev.sluice.spec.yaml.SpecShape;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code event_time} of a table. */
public final class EventTimeReader {
  private static final Fit TIME =
      new Fit(
          Pattern.compile(String.join("|", Window.TYPES)),
          "which is no time",
          "name a column of type timestamp, timestamptz or date");

  private final SpecContext reading;

  public EventTimeReader(SpecContext reading) {
    this.reading = reading;
  }

  /** What the table says; null when it says nothing, or when it was reported. */
  public @Nullable EventTime read(Section table, String name, Disposition load) {
    Node node = table.node("event_time");
    if (node == null) {
      return null;
    }
    if (node instanceof Scalar) {
      Scalar column = table.text("event_time");
      return column == null ? null : of(column, name, null);
    }
    Section section = table.section("event_time", SpecShape.EVENT_TIME);
    Scalar column = section == null ? null : section.text("column");
    if (section == null || column == null) {
      return null;
    }
    if (section.has("allowed_lateness") && load == Disposition.REPLACE) {
      reading.invalid(
          Objects.requireNonNull(section.field("allowed_lateness")).key().position(),
          "`load: replace` reads all rows anew each time, so that none comes late",
          "remove `allowed_lateness`");
    }
    return of(column, name, section);
  }

  private EventTime of(Scalar column, String table, @Nullable Section section) {
    reading.uses().column(table, column, TIME);
    return new EventTime(
        column.text(),
        Objects.requireNonNullElse(span(section, "out_of_order"), EventTime.DEFAULT_OUT_OF_ORDER),
        span(section, "allowed_lateness"),
        Objects.requireNonNullElse(span(section, "idle_after"), EventTime.DEFAULT_IDLE_AFTER));
  }

  private @Nullable Duration span(@Nullable Section section, String key) {
    return section == null ? null : reading.anySpan(section, key);
  }
}
