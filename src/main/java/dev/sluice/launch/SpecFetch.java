// SPDX-License-Identifier: Apache-2.0
package dev.sluice.launch;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;

/** Brings the folder of a spec onto this machine. */
final class SpecFetch {
  /** No file of a spec is larger; what is, is data that somebody keeps beside it. */
  private static final long MAX_BYTES = 3 << 20;

  private static final int MAX_FILES = 2_000;

  private SpecFetch() {}

  /** The folder itself when it is on this machine, else a copy of its files. */
  static Path local(String location) {
    if (!location.contains("://")) {
      return Path.of(location);
    }
    String folder = location.replaceFirst("/+$", "") + "/";
    try {
      MatchResult match = FileSystems.match(folder + "**");
      if (match.status() != MatchResult.Status.OK || match.metadata().isEmpty()) {
        throw new PipelineException(
            ErrorCode.FILE_NOT_FOUND,
            "There is no file under %s: --spec names the folder that holds pipeline.yaml"
                .formatted(folder));
      }
      Path copy = Files.createTempDirectory("sluice-spec");
      if (match.metadata().size() > MAX_FILES) {
        throw new PipelineException(
            ErrorCode.INVALID_VALUE,
            "%s holds %d files, more than %d: keep the spec apart from its data"
                .formatted(folder, match.metadata().size(), MAX_FILES));
      }
      for (Metadata file : match.metadata()) {
        copy(file, folder, copy);
      }
      return copy;
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.FILE_UNREADABLE, "Cannot read the spec in %s: %s".formatted(folder, e), e);
    }
  }

  private static void copy(Metadata file, String folder, Path copy) throws IOException {
    String name = file.resourceId().toString().substring(folder.length());
    Path target = copy.resolve(name).normalize();
    if (name.endsWith("/") || file.sizeBytes() > MAX_BYTES || !target.startsWith(copy)) {
      return;
    }
    Path unused = Files.createDirectories(target.resolve("..").normalize());
    try (InputStream in = Channels.newInputStream(FileSystems.open(file.resourceId()))) {
      long unusedBytes = Files.copy(in, target);
    }
  }
}
