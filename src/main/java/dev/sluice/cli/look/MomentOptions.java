// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.look;

import dev.sluice.cli.option.GivenText;
import dev.sluice.look.moment.Moment;
import dev.sluice.look.moment.Moments;
import dev.sluice.spec.PipelineSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say which state of the lake is looked at. */
final class MomentOptions {
  @ArgGroup private @Nullable Chosen chosen;

  /** One of both. */
  private static final class Chosen {
    @Option(
        names = "--at",
        paramLabel = "RUN",
        converter = GivenText.class,
        description =
            "The state after a run: its id, its number, last-approved, or last-failed. Default: the"
                + " newest run that was not rejected.")
    private @Nullable String run;

    @Option(names = "--production", description = "What production shows. Default: the newest run.")
    private boolean isProduction;
  }

  /** The state that is meant; empty when none was named and there is no run yet. */
  public Optional<Moment> of(PipelineSpec spec) {
    Moments moments = Moments.of(spec.lake());
    if (chosen == null) {
      return moments.newest();
    }
    String run = chosen.isProduction ? null : chosen.run;
    return Optional.of(run == null ? moments.production() : moments.at(run));
  }
}
