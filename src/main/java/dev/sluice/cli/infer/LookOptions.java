// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.infer;

import dev.sluice.cli.base.Session;
import dev.sluice.infer.Inference;
import dev.sluice.infer.decide.TableGuess;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How data is looked at. */
public final class LookOptions {
  @Option(
      names = "--sample",
      paramLabel = "ROWS",
      description =
          "Look at so many rows of each table only; what is guessed may then not hold for the"
              + " others. Default: all rows.")
  private @Nullable Long sample;

  /** What the files are, as tables of a pipeline. */
  public List<TableGuess> look(
      List<String> named, Path folder, Set<String> taken, Session session) {
    try (LookProgress progress = new LookProgress(session)) {
      return Inference.of(new Inference.Request(named, folder, taken, most(), progress));
    }
  }

  /** So many rows of each table are looked at. */
  long most() {
    return sample == null ? Long.MAX_VALUE : Math.max(1, sample);
  }
}
