// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.notes;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.io.IOException;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A source file as it was when it was read; or how far a log was read, such as a partition of a
 * topic.
 *
 * @param path as Beam spells it
 * @param bytes its length; of a log, the offset of the message before which reading ended
 * @param modified milliseconds since 1970; 0 where the file system does not say
 * @param records how many records it gave, malformed ones included; of a log, to the run that read
 *     it last
 * @param digest SHA-256 of its bytes as stored; of a log, its id, unlike that of any other
 * @param reached the greatest cursor value of its valid rows; empty when there is none
 * @param from of a log, the offset at which the run began that read it last; null of a file
 */
public record SourceFile(
    String path,
    long bytes,
    long modified,
    long records,
    String digest,
    String reached,
    @JsonSerialize(nullsUsing = NoLog.class) @Nullable Long from)
    implements Serializable {
  /** What documents say of a file in the place of {@code from}. */
  public static final long NO_LOG = -1;

  public SourceFile {
    from = from != null && from == NO_LOG ? null : from;
  }

  /** Writes what documents say of a file. */
  static final class NoLog extends JsonSerializer<Object> {
    @Override
    public void serialize(Object nothing, JsonGenerator json, SerializerProvider unused)
        throws IOException {
      json.writeNumber(NO_LOG);
    }
  }

  /** A file. */
  public SourceFile(
      String path, long bytes, long modified, long records, String digest, String reached) {
    this(path, bytes, modified, records, digest, reached, null);
  }

  /** Whether it is a log, which is read further by every run. */
  public boolean isLog() {
    return from != null;
  }

  /** A file that a range of the cursor was read of: rows of it are there, no run read it whole. */
  public static SourceFile begun(String path) {
    return new SourceFile(path, 0, 0, 0, "", "");
  }

  /** Whether a run read it whole. */
  public boolean isWhole() {
    return !digest.isEmpty();
  }

  /** The same content, as it is found now. */
  public SourceFile found(String where, long when) {
    return new SourceFile(where, bytes, when, records, digest, reached, from);
  }

  public SourceFile upTo(String cursor) {
    return new SourceFile(path, bytes, modified, records, digest, cursor, from);
  }
}
