// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.bytes;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.kernel.KernelSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.beam.sdk.io.FileSystems;
import org.jspecify.annotations.Nullable;

/** A file where the SQL kernel can open it: in place when it is local, else copied. */
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

  /** A copy of what stands here that a writer makes from it; this one is closed. */
  public LocalCopy rewritten(Writer writer) throws IOException {
    Path folder = Files.createTempDirectory(KernelSettings.temporaryFiles(), "sluice-read");
    LocalCopy other = new LocalCopy(file, folder.resolve("file.parquet"), folder, digest);
    try (this;
        FileChannel from = FileChannel.open(path);
        FileChannel to =
            FileChannel.open(other.path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      writer.write(from, to);
      return other;
    } catch (IOException e) {
      other.close();
      throw e;
    }
  }

  /** Writes one file from another. */
  public interface Writer {
    void write(FileChannel from, FileChannel to) throws IOException;
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
