// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lineage;

import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.About;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.Verdict;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.ColumnLineageDatasetFacetFieldsBuilder;
import io.openlineage.client.OpenLineage.DatasetFacetsBuilder;
import io.openlineage.client.OpenLineage.InputDataset;
import io.openlineage.client.OpenLineage.InputField;
import io.openlineage.client.OpenLineage.OutputDataset;
import io.openlineage.client.OpenLineage.SchemaDatasetFacetFields;
import io.openlineage.client.OpenLineage.TagsDatasetFacetFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Describes tables, models and sources as OpenLineage does. No value of any row is in it: of
 * columns their names, types and what they are made of.
 */
final class Datasets {
  private final OpenLineage lineage;
  private final PipelineSpec spec;
  private final Lineage origins;

  Datasets(OpenLineage lineage, PipelineSpec spec, Lineage origins) {
    this.lineage = lineage;
    this.spec = spec;
    this.origins = origins;
  }

  List<InputDataset> sources(TableSpec table) {
    return table.source().paths().stream()
        .map(path -> input(DatasetName.ofPath(path), new DatasetFacetsBuilder()))
        .toList();
  }

  List<InputDataset> inputs(ModelSpec model) {
    return Lineage.inputs(model).stream().sorted().map(this::input).toList();
  }

  private InputDataset input(String table) {
    DatasetFacetsBuilder facets = new DatasetFacetsBuilder();
    facets.schema(schema(columns(table)));
    return input(DatasetName.ofTable(spec, table), facets);
  }

  private InputDataset input(DatasetName name, DatasetFacetsBuilder facets) {
    return lineage
        .newInputDatasetBuilder()
        .namespace(name.namespace())
        .name(name.name())
        .facets(facets.build())
        .build();
  }

  /** A table whose rows were judged. */
  InputDataset judged(String table, List<Verdict> verdicts) {
    var assertions =
        verdicts.stream()
            .map(
                verdict ->
                    lineage
                        .newDataQualityAssertionsDatasetFacetAssertionsBuilder()
                        .assertion(verdict.check().replaceFirst(":.*", ""))
                        .name(verdict.check())
                        .success(verdict.passed())
                        .severity(verdict.severity().equals("fail") ? "error" : "warn")
                        .expected(verdict.expected())
                        .actual(verdict.observed())
                        .build())
            .toList();
    DatasetName name = DatasetName.ofTable(spec, table);
    return lineage
        .newInputDatasetBuilder()
        .namespace(name.namespace())
        .name(name.name())
        .inputFacets(
            lineage
                .newInputDatasetInputFacetsBuilder()
                .dataQualityAssertions(
                    lineage
                        .newDataQualityAssertionsDatasetFacetBuilder()
                        .assertions(assertions)
                        .build())
                .build())
        .build();
  }

  /** A table of the lake as a run left it, with what the run wrote; null when it only began. */
  OutputDataset output(String table, @Nullable TableState state, long manifest) {
    DatasetFacetsBuilder facets = new DatasetFacetsBuilder();
    facets.schema(schema(columns(table)));
    facets.columnLineage(columnLineage(table));
    about(table, facets);
    if (state == null) {
      return output(DatasetName.ofTable(spec, table), facets, null);
    }
    facets.version(lineage.newDatasetVersionDatasetFacet(Long.toString(manifest)));
    ColumnCounts.of(lineage, state, columns(table)).ifPresent(facets::dataQualityMetrics);
    List<DataFile> landed = state.landed();
    return output(
        DatasetName.ofTable(spec, table),
        facets,
        lineage
            .newOutputStatisticsOutputDatasetFacetBuilder()
            .rowCount(state.counts().published())
            .size(landed.stream().mapToLong(file -> file.content().bytes()).sum())
            .fileCount((long) landed.size())
            .build());
  }

  /** A table as production shows it in the warehouse. */
  OutputDataset inWarehouse(DatasetName name, String table) {
    DatasetFacetsBuilder facets = new DatasetFacetsBuilder();
    facets.schema(schema(columns(table)));
    ColumnLineageDatasetFacetFieldsBuilder fields = new ColumnLineageDatasetFacetFieldsBuilder();
    for (Column column : columns(table).columns()) {
      made(fields, column.name(), List.of(field(table + "." + column.name())));
    }
    facets.columnLineage(
        lineage.newColumnLineageDatasetFacetBuilder().fields(fields.build()).build());
    about(table, facets);
    return output(name, facets, null);
  }

  private OutputDataset output(
      DatasetName name,
      DatasetFacetsBuilder facets,
      OpenLineage.@Nullable OutputStatisticsOutputDatasetFacet statistics) {
    var output =
        lineage
            .newOutputDatasetBuilder()
            .namespace(name.namespace())
            .name(name.name())
            .facets(facets.build());
    if (statistics != null) {
      output.outputFacets(
          lineage.newOutputDatasetOutputFacetsBuilder().outputStatistics(statistics).build());
    }
    return output.build();
  }

  private void about(String table, DatasetFacetsBuilder facets) {
    About about =
        spec.table(table)
            .map(TableSpec::about)
            .or(() -> spec.model(table).map(ModelSpec::about))
            .orElse(About.NOTHING);
    if (!about.description().isEmpty()) {
      facets.documentation(
          lineage.newDocumentationDatasetFacetBuilder().description(about.description()).build());
    }
    if (!about.owner().isEmpty()) {
      var owner = lineage.newOwnershipDatasetFacetOwnersBuilder().name(about.owner()).build();
      facets.ownership(lineage.newOwnershipDatasetFacetBuilder().owners(List.of(owner)).build());
    }
    List<TagsDatasetFacetFields> tags = tags(table, about);
    if (!tags.isEmpty()) {
      facets.tags(lineage.newTagsDatasetFacetBuilder().tags(tags).build());
    }
  }

  private List<TagsDatasetFacetFields> tags(String table, About about) {
    List<TagsDatasetFacetFields> tags = new ArrayList<>();
    tag(tags, "classification", about.access(), null);
    tag(tags, "license", about.license(), null);
    tag(tags, "type", about.type(), null);
    for (Column column : columns(table).columns()) {
      tag(tags, "pii", column.pii() ? "true" : "", column.name());
      About.OfColumn own = about.columns().get(column.name());
      if (own != null) {
        String access = own.classification() == null ? "" : own.classification().word();
        tag(tags, "classification", access, column.name());
        tag(tags, "license", own.license(), column.name());
        tag(tags, "type", own.type(), column.name());
      }
    }
    return tags;
  }

  private void tag(
      List<TagsDatasetFacetFields> tags, String key, String value, @Nullable String column) {
    if (!value.isEmpty()) {
      tags.add(
          lineage
              .newTagsDatasetFacetFieldsBuilder()
              .key(key)
              .value(value)
              .field(column)
              .source("CONFIG")
              .build());
    }
  }

  private TableSchema columns(String table) {
    return spec.table(table)
        .map(TableSpec::schema)
        .or(() -> spec.model(table).map(ModelSpec::output))
        .orElseThrow();
  }

  private OpenLineage.SchemaDatasetFacet schema(TableSchema schema) {
    return lineage.newSchemaDatasetFacetBuilder().fields(fields(schema.columns())).build();
  }

  private List<SchemaDatasetFacetFields> fields(List<Column> columns) {
    return columns.stream()
        .map(
            column ->
                lineage
                    .newSchemaDatasetFacetFieldsBuilder()
                    .name(column.name())
                    .type(column.type())
                    .description(column.doc().isEmpty() ? null : column.doc())
                    .fields(column.nested().isEmpty() ? null : fields(column.nested()))
                    .build())
        .toList();
  }

  private OpenLineage.ColumnLineageDatasetFacet columnLineage(String table) {
    ColumnLineageDatasetFacetFieldsBuilder fields = new ColumnLineageDatasetFacetFieldsBuilder();
    TableSpec read = spec.table(table).orElse(null);
    for (Column column : columns(table).columns()) {
      List<InputField> made =
          read == null
              ? fields(origins.of(table, column.name()))
              : read.source().paths().stream()
                  .map(path -> field(DatasetName.ofPath(path), source(column)))
                  .toList();
      made(fields, column.name(), made);
    }
    return lineage.newColumnLineageDatasetFacetBuilder().fields(fields.build()).build();
  }

  private static void made(
      ColumnLineageDatasetFacetFieldsBuilder fields, String column, List<InputField> of) {
    fields.put(
        column,
        new OpenLineage.ColumnLineageDatasetFacetFieldsAdditionalBuilder().inputFields(of).build());
  }

  private List<InputField> fields(@Nullable Set<String> columns) {
    return columns == null ? List.of() : columns.stream().sorted().map(this::field).toList();
  }

  /** A column of the lake, as {@code table.column}. */
  private InputField field(String column) {
    int dot = column.lastIndexOf('.');
    return field(DatasetName.ofTable(spec, column.substring(0, dot)), column.substring(dot + 1));
  }

  private InputField field(DatasetName dataset, String column) {
    return lineage
        .newInputFieldBuilder()
        .namespace(dataset.namespace())
        .name(dataset.name())
        .field(column)
        .build();
  }

  private static String source(Column column) {
    return column.sourcing().from().isEmpty() ? column.name() : column.sourcing().from().get(0);
  }
}
