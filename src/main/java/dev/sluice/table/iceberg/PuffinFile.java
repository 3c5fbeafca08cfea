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
 * each column, which other engines read as well, and all of it in a form of our own, beside that of
 * the rows that came with the state. The state notes the digest of the file. It is no part of the
 * rows: a table whose file is lost is as whole as before.
 */
final class PuffinFile {
  /** What is known of all rows. */
  static final String ALL = "sluice-table-stats-v1";

  /** What is known of those that came with the state. */
  static final String CAME = "sluice-new-rows-stats-v1";

  private static final Set<String> OWN = Set.of(ALL, CAME);
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
      own(writer, snapshot, ALL, known.all());
      own(writer, snapshot, CAME, known.came());
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
                    !OWN.contains(blob.type())) // other engines refuse kinds that they do not know
            .map(GenericBlobMetadata::from)
            .toList());
  }

  private static void own(
      PuffinWriter writer, Snapshot snapshot, String kind, @Nullable ByteBuffer known) {
    if (known != null) {
      writer.add(
          new Blob(
              kind,
              List.of(),
              snapshot.snapshotId(),
              snapshot.sequenceNumber(),
              known.duplicate(),
              PuffinCompressionCodec.NONE,
              Map.of()));
    }
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

  /** What was written in our own form, of one kind; null where nothing was. */
  static byte @Nullable [] read(StoreIO io, TableMetadata metadata, String kind)
      throws IOException {
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
          reader.fileMetadata().blobs().stream().filter(blob -> blob.type().equals(kind)).toList();
      for (Pair<BlobMetadata, ByteBuffer> each : reader.readAll(own)) {
        byte[] bytes = new byte[each.second().remaining()];
        each.second().get(bytes);
        return bytes;
      }
      return null;
    }
  }
}
