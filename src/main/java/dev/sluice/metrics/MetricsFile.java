// SPDX-License-Identifier: Apache-2.0
package dev.sluice.metrics;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.store.disk.Folders;
import dev.sluice.table.log.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** The file in which Prometheus' node exporter, by its textfile collector, finds figures. */
public final class MetricsFile {
  private MetricsFile() {}

  /**
   * Writes the figures of the newest run in the place of those before; a reader never sees half.
   *
   * @throws PipelineException METRICS_UNWRITTEN when the file cannot be written
   */
  public static void write(Path file, Manifest run, Optional<Manifest> committed) {
    try {
      Path folder = Folders.make(Folders.of(file));
      Path whole = Files.createTempFile(folder, ".sluice", ".tmp");
      try {
        Files.writeString(whole, RunMetrics.text(run, committed));
        whole.toFile().setReadable(true, false); // for the collector, which is another user
        Files.move(
            whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(whole);
      }
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.METRICS_UNWRITTEN,
          "The figures of the run could not be written to %s: %s".formatted(file, e),
          e);
    }
  }
}
