// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.iceberg;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.jspecify.annotations.Nullable;

/**
 * A data file of a table, with what its footer says of it. One that was read from a snapshot knows
 * which manifest names it, so that it can be removed without a look at the others.
 */
public final class TableFile implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Pattern DIGEST = Pattern.compile("([0-9a-f]{64})\\.parquet$");

  private final String path;
  private final DataFile file;

  TableFile(String path, DataFile file) {
    this.path = path;
    this.file = file;
  }

  DataFile file() {
    return file;
  }

  /** Relative to the lake's root. */
  public String path() {
    return path;
  }

  public long rows() {
    return file.recordCount();
  }

  public long bytes() {
    return file.fileSizeInBytes();
  }

  /**
   * The digest of its bytes, which its name holds.
   *
   * @throws PipelineException LAKE_READ when its name has none
   */
  public String sha256() {
    Matcher name = DIGEST.matcher(path);
    if (!name.find()) {
      throw new PipelineException(
          ErrorCode.LAKE_READ,
          path + " has no digest in its name: it was not written by this version of Sluice");
    }
    return name.group(1);
  }

  /** How many values of a field are null; empty where that is not known. */
  public Optional<Long> nulls(int fieldId) {
    return Optional.ofNullable(of(file.nullValueCounts(), fieldId));
  }

  /**
   * A value that none of a field is less than; empty where none is known.
   *
   * @param type the field's
   */
  public Optional<Object> least(int fieldId, Type type) {
    return value(file.lowerBounds(), fieldId, type);
  }

  /** A value that none of a field is greater than; empty where none is known. */
  public Optional<Object> greatest(int fieldId, Type type) {
    return value(file.upperBounds(), fieldId, type);
  }

  private static Optional<Object> value(
      @Nullable Map<Integer, ByteBuffer> bounds, int fieldId, Type type) {
    ByteBuffer bytes = of(bounds, fieldId);
    return Optional.ofNullable(bytes == null ? null : Conversions.fromByteBuffer(type, bytes));
  }

  private static <T> @Nullable T of(@Nullable Map<Integer, T> all, int fieldId) {
    return all == null ? null : all.get(fieldId);
  }

  @Override
  public String toString() {
    return path;
  }
}
