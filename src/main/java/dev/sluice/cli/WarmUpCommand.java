// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Runs every command once on a new pipeline, so that the start script can archive the classes they
 * load.
 */
@Command(name = "warm-up", hidden = true, description = "Load every class a usual day needs.")
final class WarmUpCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "An empty folder.")
  private Path folder;

  @Override
  public Integer call() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    String dir = folder.toString();
    Main.execute(nowhere, nowhere, "--help");
    int worst = Main.execute(nowhere, nowhere, "init", dir);
    worst = Math.max(worst, Main.execute(nowhere, nowhere, "validate", dir));
    worst = Math.max(worst, Main.execute(nowhere, nowhere, "plan", dir));
    worst = Math.max(worst, Main.execute(nowhere, nowhere, "run", dir));
    worst = Math.max(worst, Main.execute(nowhere, nowhere, "status", "--json", dir));
    worst = Math.max(worst, Main.execute(nowhere, nowhere, "query", dir, "FROM daily_revenue"));
    worst = Math.max(worst, Main.execute(nowhere, nowhere, "show", dir, "daily_revenue"));
    worst =
        Math.max(worst, Main.execute(nowhere, nowhere, "preview", dir, "daily_revenue", "--fresh"));
    return worst;
  }
}
