// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.time;

import dev.sluice.error.issue.Position;
import dev.sluice.spec.parse.binding.WindowDraft;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.time.Window;
import dev.sluice.spec.time.Window.Emit;
import dev.sluice.spec.time.Window.Kind;
import dev.sluice.spec.unit.Spans;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;
import dev.sluice.spec.yaml.SpecShape;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code window} of a model. */
public final class WindowReader {
  private static final String FORMS =
      "`fixed: 1m`, `sliding: 10m` with `every: 1m`, or `session: 30m`";

  private final SpecContext reading;

  public WindowReader(SpecContext reading) {
    this.reading = reading;
  }

  /** The window; null when there is none, or when it was reported. */
  public @Nullable WindowDraft read(Section model) {
    Section section = model.section("window", SpecShape.WINDOW);
    if (section == null) {
      return null;
    }
    Kind kind = kind(section);
    Scalar on = section.text("on");
    if (kind == null || on == null) {
      return null;
    }
    Duration size = reading.span(section, kind.name().toLowerCase(Locale.ROOT));
    Duration every = every(section, kind, size);
    Duration offset = offset(section, kind, every);
    Emit emit = section.choice("emit", Emit.ON_CHANGE);
    if (size == null || every == null) {
      return null;
    }
    return new WindowDraft(
        new Window(kind, on.text(), size, every, offset, emit), on, place(section, "emit"));
  }

  private static Position place(Section section, String key) {
    return section.has(key)
        ? Objects.requireNonNull(section.field(key)).value().position()
        : section.position();
  }

  private @Nullable Kind kind(Section section) {
    List<Kind> said =
        Stream.of(Kind.values())
            .filter(each -> section.has(each.name().toLowerCase(Locale.ROOT)))
            .toList();
    if (said.size() != 1) {
      reading.invalid(
          section.position(),
          said.isEmpty()
              ? "`window` does not say how windows are cut"
              : "`window` says more than one way in which windows are cut",
          "write one of " + FORMS);
      return null;
    }
    return said.get(0);
  }

  /** How often windows begin; null where that was reported. */
  private @Nullable Duration every(Section section, Kind kind, @Nullable Duration size) {
    if (kind != Kind.SLIDING) {
      refuse(section, "every", "only `sliding` windows begin before the last one ended");
      return size;
    }
    if (!section.has("every")) {
      section.missing("every", "`sliding` needs the key `every`: how often a window begins");
      return null;
    }
    Duration every = reading.span(section, "every");
    if (every != null && size != null && every.compareTo(size) > 0) {
      reading.invalid(
          place(section, "every"),
          "between windows of %s that begin every %s rows would be lost"
              .formatted(Spans.spell(size), Spans.spell(every)),
          "`every` is no longer than the window");
    }
    return every;
  }

  private Duration offset(Section section, Kind kind, @Nullable Duration every) {
    if (kind == Kind.SESSION) {
      refuse(section, "offset", "sessions begin with their first row");
      return Duration.ZERO;
    }
    Duration offset = reading.span(section, "offset");
    if (offset != null && every != null && offset.compareTo(every) >= 0) {
      reading.invalid(
          place(section, "offset"),
          "windows that begin every %s cannot begin %s later"
              .formatted(Spans.spell(every), Spans.spell(offset)),
          "`offset` is shorter than that; windows are counted from 1970-01-01, a Thursday: weeks"
              + " that begin on Monday have `offset: 4d`");
    }
    return Objects.requireNonNullElse(offset, Duration.ZERO);
  }

  private void refuse(Section section, String key, String why) {
    if (section.has(key)) {
      reading.invalid(
          Objects.requireNonNull(section.field(key)).key().position(), why, "remove `" + key + "`");
    }
  }
}
