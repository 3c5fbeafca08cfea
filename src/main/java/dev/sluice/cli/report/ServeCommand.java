// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.report;

import dev.sluice.cli.base.PageFile;
import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.cli.option.GivenText;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.error.issue.Issue;
import dev.sluice.report.view.View;
import dev.sluice.serve.PipelineServer;
import dev.sluice.serve.PipelineServer.Served;
import dev.sluice.serve.http.LocalServer;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice serve}. */
@Command(
    name = "serve",
    description = {
      "Show the runs of a pipeline in a browser of this machine: pages of runs, dead letters,"
          + " releases; and what production would change, with forms to approve, reject and go"
          + " back. Until Ctrl-C.",
      "Nobody else can open it: it listens on this machine alone, and every address holds a token"
          + " that is drawn anew each time. What is decided is what `sluice promote` decides."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  sluice serve shop --open", "  sluice serve shop --port 8080 --as ada"})
public final class ServeCommand extends PipelineCommand {
  private static final int MOST = 65_535;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8425",
      description = "Listen on this port; 0 for any that is free. Default: 8425.")
  private int port;

  @Option(names = "--open", description = "Open it in a browser. Default: print its address.")
  private boolean isOpened;

  @Option(
      names = {"--as", "--by"},
      paramLabel = "NAME",
      defaultValue = "${sys:user.name}",
      converter = GivenText.class,
      description = "Who decides; it is recorded. Default: the user of this machine.")
  private String person;

  @Override
  public Integer call() {
    if (port < 0 || port > MOST) {
      throw wrong("--port is 0 to %d, and not %d".formatted(MOST, port));
    }
    PipelineSpec unused = spec();
    try (LocalServer server = PipelineServer.start(this::served, person, port)) {
      View view =
          new View()
              .value("address", server.address())
              .value("metrics", server.metrics())
              .line(server.address())
              .line("Ctrl-C stops it.");
      if (isOpened && !PageFile.open(URI.create(server.address()))) {
        view.line("No browser could be started; open the address yourself.");
      }
      print(view);
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitStatus.OK.number();
  }

  private synchronized Served served() {
    Parsed parsed = parse();
    if (parsed.spec() == null) {
      Issue first = parsed.issues().get(0);
      throw new PipelineException(
          ErrorCode.INVALID_VALUE,
          "The pipeline is not valid any more: %s. `sluice validate` shows where."
              .formatted(first.message()));
    }
    return new Served(parsed.spec(), source(), this::tried);
  }
}
