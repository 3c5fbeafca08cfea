// SPDX-License-Identifier: Apache-2.0
package dev.sluice.intake;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.spec.path.PathPattern;
import dev.sluice.store.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.jspecify.annotations.Nullable;

/**
 * A source file as it was when it was found; or what of a log is to be read, such as a partition of
 * a topic.
 *
 * @param path as Beam spells it
 * @param bytes its length as stored; of a log, the offset of the message before which reading ends
 * @param modified milliseconds since 1970; 0 where the file system does not say
 * @param log null for a file
 */
public record InputFile(String path, long bytes, long modified, @Nullable Log log)
    implements Serializable {
  /** About as long as most messages are. */
  private static final long MESSAGE_BYTES = 256;

  /**
   * A log: messages by number, to which others are added while the first ones go.
   *
   * @param id unlike that of any other log, whatever their names
   * @param from the offset of the first message that is read
   */
  public record Log(String id, long from) implements Serializable {}

  /** A file. */
  public InputFile(String path, long bytes, long modified) {
    this(path, bytes, modified, null);
  }

  /** The offset at which reading begins; 0 of a file. */
  public long from() {
    return log == null ? 0 : log.from();
  }

  /** How many bytes there are to read; of a log, about. */
  public long length() {
    return log == null ? bytes : (bytes - log.from()) * MESSAGE_BYTES;
  }

  public ReadableByteChannel open() {
    try {
      return FileSystems.open(FileSystems.matchNewResource(path, false));
    } catch (IOException e) {
      throw failure(ErrorCode.FILE_UNREADABLE, "cannot be opened: " + e.getMessage(), e);
    }
  }

  /**
   * SHA-256 of its bytes as stored, by a reading of its own.
   *
   * @throws PipelineException FILE_UNREADABLE; FILE_CHANGED when it is no longer the file that was
   *     found
   */
  public String digest() {
    try (InputStream in = Channels.newInputStream(open())) {
      String digest = Sha256.of(in);
      checkUnchanged();
      return digest;
    } catch (IOException e) {
      throw failure(ErrorCode.FILE_UNREADABLE, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** SHA-256 of so many of its first bytes; of all when it has fewer. */
  public String digest(long first) {
    try (InputStream in = Channels.newInputStream(open())) {
      return Sha256.of(in, first);
    } catch (IOException e) {
      throw failure(ErrorCode.FILE_UNREADABLE, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** Fails when the file is no longer the one that was found. */
  public void checkUnchanged() {
    try {
      MatchResult.Metadata now = FileSystems.matchSingleFileSpec(asPattern());
      if (now.sizeBytes() != bytes || now.lastModifiedMillis() != modified) {
        throw changed();
      }
    } catch (IOException e) {
      throw failure(
          ErrorCode.FILE_CHANGED, "disappeared while it was read. Nothing was committed", e);
    }
  }

  /** Fails when so many bytes are not all that the file had when it was found. */
  public void requireLength(long read) {
    if (read != bytes) {
      throw changed();
    }
  }

  private PipelineException changed() {
    return failure(
        ErrorCode.FILE_CHANGED,
        "changed while it was read. Nothing was committed; run again when nothing writes to it",
        null);
  }

  /** Beam takes a remote path for a pattern, and a local one that is there for a path. */
  private String asPattern() {
    return path.contains("://") ? PathPattern.quote(path) : path;
  }

  public PipelineException failure(ErrorCode code, String what, @Nullable Throwable cause) {
    return new PipelineException(code, path + " " + what, cause);
  }
}
