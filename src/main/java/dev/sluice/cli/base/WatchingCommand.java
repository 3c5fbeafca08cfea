// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.base;

import dev.sluice.cli.error.ExitStatus;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.report.page.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** A command that can be done again whenever a file of the pipeline is saved. */
public abstract class WatchingCommand extends PipelineCommand {
  private static final String CLEAR = "\u001b[H\u001b[2J\u001b[3J";

  @Option(
      names = "--watch",
      description =
          "Do it again whenever a file of the pipeline or of its tests is saved, until Ctrl-C."
              + " Default: once.")
  private boolean isWatching;

  /** Does it once, and gives the exit code. */
  protected abstract int once();

  @Override
  public final Integer call() {
    return isWatching ? watch() : once();
  }

  private int watch() {
    if (!Files.exists(Path.of(folder()))) {
      return once(); // which says that there is nothing to watch
    }
    int exit = ExitStatus.OK.number();
    try (FileWatch files = new FileWatch()) {
      while (!Thread.currentThread().isInterrupted()) {
        // What is saved meanwhile is not missed.
        files.add(folders());
        clear();
        long start = System.nanoTime();
        exit = attempt();
        files.add(folders());
        err()
            .println(
                "%d ms, at %s; watching, Ctrl-C ends"
                    .formatted(
                        (System.nanoTime() - start) / 1_000_000,
                        LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS)));
        err().flush();
        files.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | UncheckedIOException e) {
      throw new PipelineException(
          ErrorCode.FILE_UNREADABLE, "Cannot watch %s: %s".formatted(folder(), e), e);
    }
    return exit;
  }

  /** What is wrong is said as ever, but ends nothing. */
  private int attempt() {
    CommandLine line = line();
    try {
      int exit = once();
      out().flush();
      return exit;
    } catch (RuntimeException e) {
      try {
        return line.getExecutionExceptionHandler()
            .handleExecutionException(e, line, line.getParseResult());
      } catch (Exception other) {
        throw e;
      }
    }
  }

  private void clear() {
    boolean isShown = session().page().width() < Page.ENDLESS.width();
    if (isShown && session().terminal().isLive() && !isJson()) {
      session().drawing().print(CLEAR);
      session().drawing().flush();
    }
  }

  /** Where the files of the pipeline lie, and its tests; not its data. */
  private List<Path> folders() throws IOException {
    Path folder = Path.of(folder());
    Path beside = folder().endsWith(".yaml") ? folder.toAbsolutePath().getParent() : null;
    Path root = beside == null ? folder : beside;
    List<Path> all = new ArrayList<>(List.of(root));
    for (String file : files()) {
      Path parent = root.resolve(file).getParent();
      all.add(parent == null ? root : parent);
    }
    all.addAll(FileWatch.within(root.resolve("tests")));
    return all;
  }
}
