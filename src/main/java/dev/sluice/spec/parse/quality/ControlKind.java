// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.quality;

import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.parse.location.DataPaths;
import dev.sluice.spec.parse.quality.CheckReader.Named;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.yaml.Node.Field;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;
import org.jspecify.annotations.Nullable;

/** Reads {@code reconcile} with what the sender of a table's files says of them. */
final class ControlKind {
  private final SpecContext reading;
  private final @Nullable String without;

  /**
   * Of one table or model.
   *
   * @param without why its source has no files; null where it has
   */
  ControlKind(SpecContext reading, @Nullable String without) {
    this.reading = reading;
    this.without = without;
  }

  /** The keys of the other kinds of {@code reconcile} were refused. */
  @Nullable Named read(Section reconcile) {
    Scalar control = reconcile.text("control");
    Scalar file = reconcile.text("file");
    Scalar rows = reconcile.text("rows");
    Long difference = reconcile.whole("max_difference", 0, Long.MAX_VALUE);
    Double ratio = reconcile.ratio("max_ratio");
    if (without != null && control != null) {
      reading.invalid(
          control.position(),
          "`control` counts the rows of files, and " + without,
          "compare with a table or model: `reconcile: {table: …}`");
      return null;
    }
    String pattern = control == null ? null : DataPaths.source(control, reading);
    if (control == null || pattern == null) {
      return null;
    }
    return new Named(
        "reconcile: {control: %s}".formatted(control.text()),
        new CheckSpec.Control(
            control.text(),
            pattern,
            file == null ? "file" : file.text(),
            rows == null ? "rows" : rows.text(),
            difference,
            ratio));
  }

  /** Says of keys of {@code reconcile} that they go with another of its kinds. */
  void refuse(Section reconcile, String with, String... keys) {
    for (String key : keys) {
      Field field = reconcile.field(key);
      if (field != null) {
        reading.invalid(
            field.key().position(),
            "`%s` says nothing beside `%s`".formatted(key, with),
            "remove it");
      }
    }
  }
}
