// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan.selection;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.promote.release.Release;
import dev.sluice.promote.release.Releases;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.policy.Policies.Deferral;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.rule.QualitySpec;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.TableState;
import dev.sluice.table.TableState.Data;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Inputs.Deferred;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.read.FilesElsewhere;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a part of a pipeline reads that is no part of it: as it is committed in the lake, or else as
 * production of another target shows it.
 *
 * @param data of the tables and models that are read in the other lake, by name
 * @param noted where they were found
 */
public record ReadElsewhere(Map<String, Data> data, List<Deferred> noted) {
  public static final ReadElsewhere NOTHING = new ReadElsewhere(Map.of(), List.of());

  public ReadElsewhere {
    data = Map.copyOf(data);
    noted = List.copyOf(noted);
  }

  /**
   * Looks for all that a selection reads.
   *
   * @param base the state that the run builds on; null for none
   * @throws PipelineException INVALID_VALUE when something is nowhere, or does not fit the spec
   */
  public static ReadElsewhere by(PipelineSpec spec, Selection selection, @Nullable Manifest base) {
    if (selection.isAll()) {
      return NOTHING;
    }
    Map<String, String> readers = readers(spec, selection);
    List<String> missing = new ArrayList<>();
    readers.forEach(
        (name, reader) -> {
          TableState state = base == null ? null : base.table(name).orElse(null);
          if (state == null) {
            missing.add(name);
          } else {
            requireFitting(spec, name, reader, state);
          }
        });
    return missing.isEmpty() ? NOTHING : deferred(spec, missing, readers);
  }

  /** Who reads each table or model that is not selected. */
  private static Map<String, String> readers(PipelineSpec spec, Selection selection) {
    Map<String, String> readers = new LinkedHashMap<>();
    for (ModelSpec model : spec.models()) {
      if (selection.has(model.name())) {
        Stream.concat(model.inputs().stream(), model.lookup().stream())
            .forEach(name -> readers.putIfAbsent(name, "model " + model.name() + " reads"));
        compared(model.name(), model.quality(), readers);
      }
    }
    for (TableSpec table : spec.tables()) {
      if (selection.has(table.name())) {
        compared(table.name(), table.quality(), readers);
      }
    }
    readers.keySet().removeIf(selection::has);
    return readers;
  }

  private static void compared(String name, QualitySpec quality, Map<String, String> readers) {
    for (CheckSpec check : quality.checks()) {
      String reader = "the check `%s` of %s reads".formatted(check.name(), name);
      check.kind().others().forEach(other -> readers.putIfAbsent(other, reader));
    }
  }

  private static void requireFitting(
      PipelineSpec spec, String name, String reader, TableState state) {
    if (!state.schemaId().equals(TableState.idOf(schema(spec, name)))) {
      throw refused(
          "%s %s, which is not selected, and whose rows that are there have other columns than the spec says (%s). Select it too: `--select +%s`."
              .formatted(capital(reader), name, String.join(", ", state.schema().names()), name));
    }
  }

  private static TableSchema schema(PipelineSpec spec, String name) {
    return spec.table(name)
        .map(TableSpec::schema)
        .or(() -> spec.model(name).map(ModelSpec::output))
        .orElseThrow();
  }

  private static ReadElsewhere deferred(
      PipelineSpec spec, List<String> missing, Map<String, String> readers) {
    Deferral other = spec.target().deferral();
    String first = missing.get(0);
    if (other == null) {
      throw refused(
          "%s %s, which is not selected, and of which the lake %s has no rows yet. Select it too (`--select +%s`), or let another target give it: `--defer TARGET`."
              .formatted(capital(String.valueOf(readers.get(first))), first, spec.lake(), first));
    }
    Release release =
        Releases.of(other.lake())
            .newest()
            .orElseThrow(
                () ->
                    refused(
                        "%s is to be read from target %s, but its lake %s has no release yet. Run and release that target first, or select %1$s too."
                            .formatted(first, other.target(), other.lake())));
    Manifest manifest = ManifestStore.named(other.lake(), release.manifest()).manifest();
    Map<String, Data> data = new LinkedHashMap<>();
    List<Deferred> noted = new ArrayList<>();
    for (String name : missing) {
      TableState state = shown(manifest, release, name, other);
      requireFitting(spec, name, String.valueOf(readers.get(name)), state);
      data.put(name, FilesElsewhere.of(other.lake(), state.data()));
      noted.add(
          new Deferred(
              name, other.target(), other.lake(), release.manifest(), release.run().digest()));
    }
    return new ReadElsewhere(data, noted);
  }

  private static TableState shown(Manifest manifest, Release release, String name, Deferral other) {
    Optional<TableState> state =
        release.tables().containsKey(name) ? manifest.table(name) : Optional.empty();
    return state.orElseThrow(
        () ->
            refused(
                "%s is to be read from target %s, but production in its lake %s does not have it. Select it too."
                    .formatted(name, other.target(), other.lake())));
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private static PipelineException refused(String message) {
    return new PipelineException(ErrorCode.INVALID_VALUE, message + " Nothing was changed.");
  }

  /** What people should know; each a sentence. */
  public List<String> notes() {
    return noted.stream()
        .map(
            each ->
                "%s is read from target %s: run %d of %s, nothing of it is copied."
                    .formatted(each.table(), each.target(), each.entry(), each.lake()))
        .toList();
  }

  /** Whether a table or model is read in the other lake. */
  public boolean has(String name) {
    return data.containsKey(name);
  }
}
