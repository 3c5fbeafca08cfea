// SPDX-License-Identifier: Apache-2.0
package dev.sluice.metrics;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.store.disk.Folders;
import dev.sluice.table.log.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** The file in which Prometheus' node exporter, by its textfile collector, finds figures. */
public final class MetricsFile {
  /** How the text of figures begins. */
  private static final String HELP = "# HELP";

  private MetricsFile() {}

  /**
   * Writes the figures of the newest run in the place of those before; a reader never sees half.
   *
   * @throws PipelineException METRICS_UNWRITTEN when the file cannot be written
   */
  public static void write(Path file, Manifest run, Optional<Manifest> committed) {
    requireFigures(file);
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

  /** Figures take the place of figures, never of a source or whatever else somebody has there. */
  private static void requireFigures(Path file) {
    if (!Files.exists(file)) {
      return;
    }
    try (InputStream in = Files.newInputStream(file)) {
      String begin = new String(in.readNBytes(HELP.length()), StandardCharsets.UTF_8);
      if (begin.isEmpty() || begin.equals(HELP)) {
        return;
      }
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.METRICS_UNWRITTEN,
          "What is at %s cannot be read, so that figures do not take its place: %s"
              .formatted(file, e),
          e);
    }
    throw new PipelineException(
        ErrorCode.METRICS_UNWRITTEN,
        "%s is there and holds no figures, so that they do not take its place. Name another file under `metrics`."
            .formatted(file));
  }
}
