// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run;

import dev.sluice.report.letters.CorrectedSource;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.rule.QualitySpec;
import dev.sluice.table.TableState;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a pipeline's results lie.
 *
 * @param folder the pipeline's
 * @param lake the lake's root
 * @param warehouse as the spec spells it, such as {@code duckdb:/data/shop.duckdb}; null for none
 * @param corrected what is to be done where the source of dead rows is corrected
 * @param checks file and line, by table and check
 */
public record ResultPlaces(
    String folder,
    String lake,
    @Nullable String warehouse,
    CorrectedSource corrected,
    Map<List<String>, String> checks) {
  public ResultPlaces {
    checks = Map.copyOf(checks);
  }

  /** The name of the table that holds every dead letter. */
  public static final String DEAD_LETTERS = "dead_letters";

  public static ResultPlaces of(PipelineSpec spec) {
    var warehouse = spec.warehouse();
    return new ResultPlaces(
        spec.folder(),
        spec.lake(),
        warehouse == null ? null : warehouse.kind() + ":" + warehouse.location(),
        CorrectedSource.of(spec),
        checks(spec));
  }

  private static Map<List<String>, String> checks(PipelineSpec spec) {
    Map<List<String>, String> checks = new HashMap<>();
    spec.tables().forEach(table -> put(table.name(), table.quality(), checks));
    spec.models().forEach(model -> put(model.name(), model.quality(), checks));
    return checks;
  }

  private static void put(String table, QualitySpec quality, Map<List<String>, String> checks) {
    for (CheckSpec check : quality.checks()) {
      String place = check.position().file() + ":" + check.position().line();
      checks.putIfAbsent(List.of(table, check.name()), place);
    }
  }

  /** Where a check stands in the spec, as file and line; the file alone where it does not. */
  String check(Verdict verdict) {
    return checks.getOrDefault(List.of(verdict.table(), verdict.check()), "pipeline.yaml");
  }

  /** A path inside the lake. */
  public String inLake(String path) {
    return lake.endsWith("/") ? lake + path : lake + "/" + path;
  }

  /** Where the files of a staged table lie. */
  public String staging(String table) {
    return inLake("staging/" + table);
  }

  public String production() {
    return inLake("production");
  }

  /** The file that says what a run did. */
  public String manifest(Manifest manifest) {
    return manifest.outcome() == Manifest.Outcome.FAILED
        ? inLake(ManifestWriter.evidence(manifest))
        : inLake(manifest.path());
  }

  /**
   * A pattern for the run's own dead letters; for those of every run when the run's own cannot be
   * told apart; empty when it has none.
   */
  public Optional<String> deadLetters(Manifest manifest) {
    List<String> folders =
        manifest.table(DEAD_LETTERS).map(TableState::added).orElse(List.of()).stream()
            .map(path -> path.substring(0, path.lastIndexOf('/') + 1))
            .distinct()
            .toList();
    if (folders.size() == 1) {
      return Optional.of(inLake(folders.get(0) + "*.parquet"));
    }
    return manifest.tables().stream().allMatch(t -> t.counts().dead() == 0)
        ? Optional.empty()
        : Optional.of(staging(DEAD_LETTERS) + "/**/*.parquet");
  }
}
