// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse;

import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.parse.context.TableDefaults;
import dev.sluice.spec.parse.quality.QualityReader;
import dev.sluice.spec.rule.Consequence;
import dev.sluice.spec.yaml.Section;
import dev.sluice.spec.yaml.SpecShape;

/** Reads {@code defaults}: what is common to all tables stands once. */
final class DefaultsReader {
  private final SpecContext reading;

  DefaultsReader(SpecContext reading) {
    this.reading = reading;
  }

  TableDefaults read(Section top) {
    Section section = top.section("defaults", SpecShape.DEFAULTS);
    TableDefaults none = TableDefaults.NONE;
    if (section == null) {
      return none;
    }
    Section tolerate = section.section("tolerate", SpecShape.TOLERATE);
    return new TableDefaults(
        section.has("null_values") ? reading.anyTexts(section, "null_values") : none.nullValues(),
        section.choice("on_error", Consequence.DEAD_LETTER),
        tolerate == null ? none.tolerate() : QualityReader.tolerance(tolerate));
  }
}
