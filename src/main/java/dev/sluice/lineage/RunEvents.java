// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lineage;

import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.spec.telling.LineageSpec;
import dev.sluice.table.TableState;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import dev.sluice.table.log.Manifest.Stamp;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.InputDataset;
import io.openlineage.client.OpenLineage.OutputDataset;
import io.openlineage.client.OpenLineage.RunEvent;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import io.openlineage.client.OpenLineage.RunFacetsBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Says a run in OpenLineage's words: the pipeline is a job, and so is each table and model that the
 * run looked at, the checks, and the load of the warehouse; these have the pipeline's run as their
 * parent. Said again, everything is the same, ids and times too.
 */
final class RunEvents {
  private static final String PRODUCER = "urn:sluice:";
  private static final String CHECKS = "checks";
  private static final String WAREHOUSE = "warehouse";

  private final PipelineSpec spec;
  private final LineageSpec target;
  private final OpenLineage lineage;
  private final String version;
  private @Nullable Datasets datasets;

  RunEvents(PipelineSpec spec, LineageSpec target) {
    this.spec = spec;
    this.target = target;
    String program = RunEvents.class.getPackage().getImplementationVersion();
    this.version = Objects.requireNonNullElse(program, "unreleased");
    this.lineage = new OpenLineage(URI.create(PRODUCER + version));
  }

  /** A job of a run, with what it reads and makes. */
  private record Part(
      String job,
      OpenLineage.JobFacets facets,
      List<InputDataset> inputs,
      List<OutputDataset> outputs,
      boolean isFailed) {}

  /** Binds every model, which telling that a run began needs not. */
  private Datasets datasets() {
    if (datasets == null) {
      datasets = new Datasets(lineage, spec, Lineage.of(spec));
    }
    return datasets;
  }

  /** That a run began. */
  RunEvent started(Stamp run) {
    return event(EventType.START, run.startedAt(), run, null, facets(run));
  }

  /** How a run ended, with all its parts; that it began is said before by {@link #started}. */
  List<RunEvent> ended(Manifest manifest) {
    Stamp run = manifest.run();
    List<RunEvent> events = new ArrayList<>();
    for (Part part : parts(manifest)) {
      events.add(event(EventType.START, run.startedAt(), run, part, parent(run)));
      EventType type = part.isFailed() ? EventType.FAIL : EventType.COMPLETE;
      events.add(event(type, run.finishedAt(), run, part, parent(run)));
    }
    RunFacetsBuilder facets = facets(run);
    boolean isFailed = manifest.outcome() == Outcome.FAILED;
    if (isFailed) {
      facets.errorMessage(
          lineage
              .newErrorMessageRunFacetBuilder()
              .message(run.reason())
              .programmingLanguage("SQL")
              .build());
    }
    EventType type = isFailed ? EventType.FAIL : EventType.COMPLETE;
    events.add(event(type, run.finishedAt(), run, null, facets));
    return events;
  }

  /** Of a run that failed its checks alone: it left every table as it was. */
  private List<Part> parts(Manifest manifest) {
    List<Part> parts = new ArrayList<>();
    if (manifest.outcome() != Outcome.FAILED) {
      tables(manifest, parts);
    }
    if (!manifest.verdicts().isEmpty()) {
      parts.add(checks(manifest.verdicts()));
    }
    WarehouseSpec warehouse = spec.warehouse();
    if (warehouse != null && manifest.outcome() == Outcome.PUBLISHED) {
      warehouse(manifest, warehouse, parts);
    }
    return parts;
  }

  private void tables(Manifest manifest, List<Part> parts) {
    for (TableSpec table : spec.tables()) {
      made(manifest, table.name())
          .ifPresent(
              output ->
                  parts.add(
                      new Part(
                          table.name(),
                          facets("TABLE", null),
                          datasets().sources(table),
                          List.of(output),
                          false)));
    }
    for (ModelSpec model : spec.models()) {
      made(manifest, model.name())
          .ifPresent(
              output ->
                  parts.add(
                      new Part(
                          model.name(),
                          facets("MODEL", model.sql().text()),
                          datasets().inputs(model),
                          List.of(output),
                          false)));
    }
  }

  /** What a run made of a table; empty when it left the table as it was. */
  private Optional<OutputDataset> made(Manifest manifest, String table) {
    return manifest
        .table(table)
        .filter(RunEvents::isTouched)
        .map(state -> datasets().output(table, state, manifest.number()));
  }

  private static boolean isTouched(TableState state) {
    return state.counts().read() > 0 || !state.added().isEmpty();
  }

  private Part checks(List<Verdict> verdicts) {
    Map<String, List<Verdict>> byTable = new LinkedHashMap<>();
    verdicts.forEach(
        verdict -> byTable.computeIfAbsent(verdict.table(), t -> new ArrayList<>()).add(verdict));
    List<InputDataset> inputs = new ArrayList<>();
    byTable.forEach((table, all) -> inputs.add(datasets().judged(table, all)));
    boolean isFailed = verdicts.stream().anyMatch(Verdict::blocks);
    return new Part(CHECKS, facets("TEST", null), inputs, List.of(), isFailed);
  }

  private void warehouse(Manifest manifest, WarehouseSpec warehouse, List<Part> parts) {
    List<InputDataset> inputs = new ArrayList<>();
    List<OutputDataset> outputs = new ArrayList<>();
    for (TableState table : manifest.published()) {
      if (isTouched(table) && isKnown(table.table())) {
        DatasetName name = DatasetName.ofTable(spec, table.table());
        inputs.add(
            lineage.newInputDatasetBuilder().namespace(name.namespace()).name(name.name()).build());
        outputs.add(
            datasets()
                .inWarehouse(DatasetName.inWarehouse(warehouse, table.table()), table.table()));
      }
    }
    if (!outputs.isEmpty()) {
      parts.add(new Part(WAREHOUSE, facets("LOAD", null), inputs, outputs, false));
    }
  }

  private boolean isKnown(String table) {
    return spec.table(table).isPresent() || spec.model(table).isPresent();
  }

  private OpenLineage.JobFacets facets(String type, @Nullable String sql) {
    var facets =
        lineage
            .newJobFacetsBuilder()
            .jobType(
                lineage
                    .newJobTypeJobFacetBuilder()
                    .processingType("BATCH")
                    .integration("SLUICE")
                    .jobType(type)
                    .build());
    if (sql != null) {
      facets.sql(lineage.newSQLJobFacetBuilder().query(sql).dialect("duckdb").build());
    }
    return facets.build();
  }

  private RunFacetsBuilder facets(Stamp run) {
    return lineage
        .newRunFacetsBuilder()
        .nominalTime(
            lineage
                .newNominalTimeRunFacetBuilder()
                .nominalStartTime(ZonedDateTime.parse(run.createdAt()))
                .build())
        .processing_engine(
            lineage.newProcessingEngineRunFacetBuilder().name("Sluice").version(version).build());
  }

  private RunFacetsBuilder parent(Stamp run) {
    var job =
        lineage
            .newParentRunFacetJobBuilder()
            .namespace(target.namespace())
            .name(spec.name())
            .build();
    var parent = lineage.newParentRunFacetRunBuilder().runId(id(run, null)).build();
    return lineage
        .newRunFacetsBuilder()
        .parent(lineage.newParentRunFacetBuilder().run(parent).job(job).build());
  }

  private RunEvent event(
      EventType type, String time, Stamp run, @Nullable Part part, RunFacetsBuilder facets) {
    return lineage
        .newRunEventBuilder()
        .eventType(type)
        .eventTime(ZonedDateTime.parse(time))
        .run(lineage.newRunBuilder().runId(id(run, part)).facets(facets.build()).build())
        .job(
            lineage
                .newJobBuilder()
                .namespace(target.namespace())
                .name(part == null ? spec.name() : spec.name() + "." + part.job())
                .facets(part == null ? facets("PIPELINE", null) : part.facets())
                .build())
        .inputs(part == null ? List.of() : part.inputs())
        .outputs(part == null ? List.of() : part.outputs())
        .build();
  }

  /** The same whenever it is asked for. */
  private UUID id(Stamp run, @Nullable Part part) {
    String name =
        String.join(
            "/",
            target.namespace(),
            spec.name(),
            run.id(),
            run.attempt(),
            part == null ? "" : part.job());
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }
}
