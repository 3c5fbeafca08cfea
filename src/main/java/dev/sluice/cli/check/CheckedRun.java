// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.check;

import dev.sluice.cli.option.GivenText;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says which run's checks are meant. */
final class CheckedRun {
  @Option(
      names = "--run",
      paramLabel = "RUN",
      converter = GivenText.class,
      description = "A run, by its id or number. Default: the newest one, also one that failed.")
  private @Nullable String run;

  /** The run that is meant; empty when none was named and there is none yet. */
  Optional<Manifest> of(String lake) {
    if (run == null) {
      return ManifestStore.newest(lake);
    }
    Stream<Manifest> all =
        Stream.concat(ManifestStore.committed(lake).stream(), ManifestStore.failed(lake).stream());
    String wanted = run;
    return Optional.of(
        all.filter(each -> isMeant(each, wanted))
            .reduce((first, second) -> second)
            .orElseThrow(() -> unknown(wanted)));
  }

  /** How `sluice query` is told of the run, behind a blank; nothing for the newest one. */
  String at(Manifest manifest) {
    boolean isFailed = manifest.outcome() == Manifest.Outcome.FAILED;
    return run == null && !isFailed ? "" : " --at " + manifest.run().id();
  }

  private static boolean isMeant(Manifest each, String wanted) {
    return each.run().id().equals(wanted)
        || (each.number() > 0 && String.valueOf(each.number()).equals(wanted));
  }

  private static PipelineException unknown(String wanted) {
    return new PipelineException(
        ErrorCode.UNKNOWN_NAME,
        "--run %s: no run has that id or number; `sluice status` lists them.".formatted(wanted));
  }
}
