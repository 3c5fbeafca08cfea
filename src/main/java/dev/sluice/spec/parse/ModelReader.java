// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse;

import dev.sluice.error.issue.Position;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.parse.about.AboutReader;
import dev.sluice.spec.parse.binding.ModelDraft;
import dev.sluice.spec.parse.columns.SchemaReader;
import dev.sluice.spec.parse.context.NameUses.Purpose;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.parse.context.SqlTexts;
import dev.sluice.spec.parse.quality.QualityReader;
import dev.sluice.spec.parse.rule.QualityDraft;
import dev.sluice.spec.parse.time.WindowReader;
import dev.sluice.spec.rule.SqlText;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;
import dev.sluice.spec.yaml.SpecShape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code models}. */
final class ModelReader {
  private final SpecContext reading;

  ModelReader(SpecContext reading) {
    this.reading = reading;
  }

  @Nullable ModelDraft read(Node.Field field) {
    Section section =
        Section.open(field.value(), field.key().position(), SpecShape.MODEL, reading.problems());
    if (section == null) {
      return null;
    }
    String name = field.name();
    Scalar written = section.text("sql");
    SqlText sql = written == null ? null : SqlTexts.statement(written, reading);
    TableSchema declared = new SchemaReader(reading).ofModel(section);
    List<Scalar> per = section.has("per") ? section.texts("per") : null;
    if (per != null) {
      reading.distinct(per, "the column");
    }
    List<Scalar> lookup = section.texts("lookup");
    lookup.forEach(reading.uses()::table);
    reading.distinct(lookup, "the table");
    Purpose keyPurpose = declared == null ? Purpose.ANY : Purpose.KEY;
    List<String> key = TableReader.key(section, name, reading, keyPurpose);
    TableReader.partition(section, name, reading);
    QualityDraft quality = new QualityReader(reading).read(section, name);
    return new ModelDraft(
        name,
        field.key().position(),
        sql,
        per,
        new WindowReader(reading).read(section),
        incremental(section),
        lookup,
        declared,
        key,
        quality,
        new AboutReader(reading, field.name()).read(section));
  }

  private static @Nullable Position incremental(Section section) {
    Node value = section.node("incremental");
    return value != null && section.isTrue("incremental") ? value.position() : null;
  }
}
