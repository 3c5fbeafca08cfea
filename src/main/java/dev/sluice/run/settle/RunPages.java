// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.settle;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.store.document.Failpoints;
import dev.sluice.store.document.Failpoints.Step;
import dev.sluice.store.object.ObjectStore;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Where a lake keeps the page of each run; nothing depends on it, and it can be made anew. */
public final class RunPages {
  /** Where they lie, relative to the lake's root. */
  public static final String FOLDER = "_sluice/reports";

  private RunPages() {}

  /** Of a run, relative to the lake's root. */
  public static String path(Manifest run) {
    return run.outcome() == Outcome.FAILED
        ? FOLDER + "/" + run.run().id() + "." + run.run().attempt() + ".html"
        : path(run.number());
  }

  /** Of a committed run. */
  public static String path(long number) {
    return FOLDER + "/%06d.html".formatted(number);
  }

  public static boolean isThere(String lake, Manifest run) {
    try {
      return ObjectStore.of(lake).look(path(run)).isPresent();
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "Cannot look for %s/%s: %s".formatted(lake, path(run), e), e);
    }
  }

  /** Writes the page, or puts it in the place of the one that is there. */
  public static void write(String lake, Manifest run, String html) {
    Map<String, byte[]> page = Map.of(path(run), html.getBytes(StandardCharsets.UTF_8));
    try {
      Failpoints.around(Step.REPORT_WRITE, () -> ObjectStore.of(lake).replace(page));
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE, "cannot write %s/%s: %s".formatted(lake, path(run), e), e);
    }
  }
}
