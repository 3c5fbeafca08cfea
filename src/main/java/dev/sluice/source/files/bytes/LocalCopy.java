// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.bytes;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.kernel.KernelSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.beam.sdk.io.FileSystems;
import org.jspecify.annotations.Nullable;

/** A file where any reader can open it: in place when it is local, else copied. */
public final class LocalCopy implements AutoCloseable {
  private final Path path;
  private final @Nullable Path temporary;
  private final InputFile file;
  private final @Nullable String digest;

  private LocalCopy(InputFile file, Path path, @Nullable Path temporary, @Nullable String digest) {
    this.file = file;
    this.path = path;
    this.temporary = temporary;
    this.digest = digest;
  }

  public static LocalCopy of(InputFile file) {
    boolean isLocal = FileSystems.matchNewResource(file.path(), false).getScheme().equals("file");
    // The kernel would take these characters for a pattern.
    if (isLocal && file.path().chars().noneMatch(c -> "*?[]{}".indexOf(c) >= 0)) {
      return new LocalCopy(file, Path.of(file.path()).toAbsolutePath().normalize(), null, null);
    }
    try {
      Path folder = Files.createTempDirectory(KernelSettings.temporaryFiles(), "sluice-read");
      Path path = folder.resolve("file.parquet");
      try (StoredBytes in = new StoredBytes(file)) {
        long unused = Files.copy(in, path);
        return new LocalCopy(file, path, folder, in.digest());
      } catch (IOException | PipelineException e) {
        new LocalCopy(file, path, folder, null).close();
        throw e;
      }
    } catch (IOException e) {
      throw file.failure(ErrorCode.FILE_UNREADABLE, "cannot be copied: " + e.getMessage(), e);
    }
  }

  /** SHA-256 of the file that stands or is copied here, from its copying where there was one. */
  public String digest() {
    return digest == null ? file.digest() : digest;
  }

  public String path() {
    return path.toString();
  }

  public String folder() {
    return String.valueOf(path.getParent());
  }

  @Override
  public void close() {
    if (temporary == null) {
      return;
    }
    try {
      boolean unused = Files.deleteIfExists(path);
      boolean unusedToo = Files.deleteIfExists(temporary);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
