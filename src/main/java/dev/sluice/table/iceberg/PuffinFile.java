// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.iceberg;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.table.iceberg.TableChange.Described;
import dev.sluice.table.iceberg.TableChange.Sketch;
import dev.sluice.table.iceberg.io.StoreIO;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.iceberg.GenericBlobMetadata;
import org.apache.iceberg.GenericStatisticsFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StatisticsFile;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.puffin.Blob;
import org.apache.iceberg.puffin.BlobMetadata;
import org.apache.iceberg.puffin.Puffin;
import org.apache.iceberg.puffin.PuffinCompressionCodec;
import org.apache.iceberg.puffin.PuffinReader;
import org.apache.iceberg.puffin.PuffinWriter;
import org.apache.iceberg.puffin.StandardBlobTypes;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.util.Pair;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is known of a table's values in a Puffin file that its state names: a theta sketch of
 * each column, which other engines read as well, and all of it in a form of our own. The state
 * notes the digest of the file. It is no part of the rows: a table whose file is lost is as whole
 * as before.
 */
final class PuffinFile {
  private static final String OWN = "sluice-table-stats-v1";
  private static final String DIGEST = "sluice.statistics";
  private static final String DIFFERENT = "ndv";

  private PuffinFile() {}

  /**
   * A state with what is known of its values. Where nothing is said and the rows are still those of
   * the state before, what that said stays.
   */
  static TableMetadata describe(
      StoreIO io, TableMetadata metadata, TableMetadata before, @Nullable Described known) {
    Snapshot snapshot = metadata.currentSnapshot();
    Snapshot was = before.currentSnapshot();
    boolean isSame = snapshot != null && was != null && was.snapshotId() == snapshot.snapshotId();
    if (isSame && known == null) {
      return metadata;
    }
    TableMetadata.Builder next = TableMetadata.buildFrom(metadata);
    metadata.statisticsFiles().forEach(file -> next.removeStatistics(file.snapshotId()));
    next.removeProperties(Set.of(DIGEST));
    if (snapshot != null && known != null) {
      StatisticsFile file = write(io, metadata, snapshot, known);
      next.setStatistics(file);
      next.setProperties(Map.of(DIGEST, Objects.requireNonNull(io.digest(file.path()))));
    }
    return next.build();
  }

  private static StatisticsFile write(
      StoreIO io, TableMetadata metadata, Snapshot snapshot, Described known) {
    String location = metadata.location() + "/metadata/" + UUID.randomUUID() + ".puffin";
    PuffinWriter writer = Puffin.write(io.newOutputFile(location)).createdBy("Sluice").build();
    try (writer) {
      for (Sketch sketch : known.sketches()) {
        NestedField column = metadata.schema().findField(sketch.column());
        if (column != null) {
          writer.add(blob(snapshot, column.fieldId(), sketch));
        }
      }
      writer.add(
          new Blob(
              OWN,
              List.of(),
              snapshot.snapshotId(),
              snapshot.sequenceNumber(),
              known.state().duplicate(),
              PuffinCompressionCodec.NONE,
              Map.of()));
      writer.finish();
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE,
          "Cannot write %s: %s. Nothing was committed; run again.".formatted(location, e),
          e);
    }
    return new GenericStatisticsFile(
        snapshot.snapshotId(),
        location,
        writer.fileSize(),
        writer.footerSize(),
        writer.writtenBlobsMetadata().stream()
            .filter(
                blob ->
                    !blob.type().equals(OWN)) // other engines refuse kinds that they do not know
            .map(GenericBlobMetadata::from)
            .toList());
  }

  private static Blob blob(Snapshot snapshot, int column, Sketch sketch) {
    return new Blob(
        StandardBlobTypes.APACHE_DATASKETCHES_THETA_V1,
        List.of(column),
        snapshot.snapshotId(),
        snapshot.sequenceNumber(),
        sketch.theta().duplicate(),
        PuffinCompressionCodec.NONE,
        Map.of(DIFFERENT, Long.toString(sketch.different())));
  }

  /** The file that a state names. */
  static Optional<String> location(TableMetadata metadata) {
    return file(metadata).map(StatisticsFile::path);
  }

  private static Optional<StatisticsFile> file(TableMetadata metadata) {
    Snapshot snapshot = metadata.currentSnapshot();
    return metadata.property(DIGEST, "").isEmpty() || snapshot == null
        ? Optional.empty()
        : metadata.statisticsFiles().stream()
            .filter(file -> file.snapshotId() == snapshot.snapshotId())
            .findFirst();
  }

  /** Says what digest the file of a state must have. */
  static void expect(StoreIO io, TableMetadata metadata) {
    location(metadata).ifPresent(at -> io.expect(at, metadata.property(DIGEST, "")));
  }

  /** What was written as all that is known; null where nothing was. */
  static byte @Nullable [] read(StoreIO io, TableMetadata metadata) throws IOException {
    StatisticsFile file = file(metadata).orElse(null);
    if (file == null) {
      return null;
    }
    try (PuffinReader reader =
        Puffin.read(io.newInputFile(file.path()))
            .withFileSize(file.fileSizeInBytes())
            .withFooterSize(file.fileFooterSizeInBytes())
            .build()) {
      List<BlobMetadata> own =
          reader.fileMetadata().blobs().stream().filter(blob -> blob.type().equals(OWN)).toList();
      for (Pair<BlobMetadata, ByteBuffer> each : reader.readAll(own)) {
        byte[] bytes = new byte[each.second().remaining()];
        each.second().get(bytes);
        return bytes;
      }
      return null;
    }
  }
}
