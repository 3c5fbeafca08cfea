// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.about;

import dev.sluice.spec.parse.context.NameUses.Purpose;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.table.About;
import dev.sluice.spec.table.About.Classification;
import dev.sluice.spec.table.About.OfColumn;
import dev.sluice.spec.table.About.Volume;
import dev.sluice.spec.yaml.Node.Field;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;
import dev.sluice.spec.yaml.SpecShape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code about} of a table or model, and what of it stands there by itself. */
public final class AboutReader {
  private final SpecContext reading;
  private final String table;

  public AboutReader(SpecContext reading, String table) {
    this.reading = reading;
    this.table = table;
  }

  /** What a table's or model's section says. */
  public About read(Section section) {
    Section about = section.section("about", SpecShape.ABOUT);
    return new About(
        either(section, about, "description"),
        either(section, about, "owner"),
        text(about, "type"),
        about == null ? null : classification(about),
        text(about, "license"),
        about == null ? null : volume(about),
        about == null ? Map.of() : columns(about));
  }

  /** {@code description} and {@code owner} may stand without {@code about}. */
  private String either(Section section, @Nullable Section about, String key) {
    Field field = about == null ? null : about.field(key);
    if (field != null && section.has(key)) {
      reading.invalid(
          field.key().position(), "`" + key + "` stands outside `about` too", "remove one of them");
    }
    String own = text(section, key);
    return own.isEmpty() ? text(about, key) : own;
  }

  private static String text(@Nullable Section section, String key) {
    Scalar text = section == null ? null : section.text(key);
    return text == null ? "" : text.text().strip();
  }

  private static @Nullable Classification classification(Section section) {
    return section.has("classification")
        ? section.choice("classification", Classification.INTERNAL)
        : null;
  }

  private @Nullable Volume volume(Section about) {
    Section volume = about.section("expected_volume", SpecShape.EXPECTED_VOLUME);
    if (volume == null) {
      return null;
    }
    Long min = volume.whole("min", 0, Long.MAX_VALUE);
    Long max = volume.whole("max", 0, Long.MAX_VALUE);
    if (!volume.has("min") && !volume.has("max")) {
      volume.missing("min", "`expected_volume` needs `min`, `max` or both");
    } else if (min != null && max != null && min > max) {
      reading.invalid(volume.position(), "`min` " + min + " is above `max` " + max);
    }
    return min == null && max == null ? null : new Volume(min, max);
  }

  private Map<String, OfColumn> columns(Section about) {
    Map<String, OfColumn> columns = new LinkedHashMap<>();
    for (Field field : about.entries("columns")) {
      reading.uses().column(table, field.key(), Purpose.ANY);
      Section own = Section.open(field.value(), SpecShape.ABOUT_COLUMN, reading.problems());
      if (own != null) {
        columns.put(
            field.name(),
            new OfColumn(text(own, "type"), classification(own), text(own, "license")));
      }
    }
    return columns;
  }
}
