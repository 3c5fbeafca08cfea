// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.iceberg;

import dev.sluice.table.iceberg.io.StoreIO;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.ManifestEvaluator;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/**
 * A state of a table. Its files are read manifest by manifest while somebody iterates over them;
 * each manifest is compared with its digest before the first is given out.
 */
public final class TableSnapshot {
  private static final List<String> NAMING =
      List.of("file_path", "file_size_in_bytes", "record_count");

  private final TableMetadata metadata;
  private final StoreIO io;

  TableSnapshot(TableMetadata metadata, StoreIO io) {
    this.metadata = metadata;
    this.io = io;
  }

  /** The columns with their ids. */
  public Schema schema() {
    return metadata.schema();
  }

  /**
   * Every column that any file may have, by its present name where it has one: also those that left
   * the schema.
   */
  List<NestedField> everyColumn() {
    Map<Integer, NestedField> all = new LinkedHashMap<>();
    schema().columns().forEach(field -> all.put(field.fieldId(), field));
    for (Schema earlier : metadata.schemas()) {
      earlier.columns().forEach(field -> all.putIfAbsent(field.fieldId(), field));
    }
    return List.copyOf(all.values());
  }

  /** Where the table is, as its files spell it. */
  public String location() {
    return metadata.location();
  }

  /** How many rows there are. */
  public long rows() {
    return total(SnapshotSummary.TOTAL_RECORDS_PROP);
  }

  /** How many files there are. */
  public long count() {
    return total(SnapshotSummary.TOTAL_DATA_FILES_PROP);
  }

  /** How many bytes the files have. */
  public long bytes() {
    return total(SnapshotSummary.TOTAL_FILE_SIZE_PROP);
  }

  private long total(String of) {
    Snapshot snapshot = metadata.currentSnapshot();
    return snapshot == null ? 0 : Long.parseLong(snapshot.summary().getOrDefault(of, "0"));
  }

  /**
   * The parts of the list of files that may name one with a row for which a condition holds; each
   * can be read on its own, by {@link #files(ManifestFile, Expression)}.
   */
  public List<ManifestFile> manifests(Expression condition) {
    Snapshot snapshot = metadata.currentSnapshot();
    if (snapshot == null) {
      return List.of();
    }
    return snapshot.dataManifests(io).stream()
        .filter(manifest -> manifest.hasAddedFiles() || manifest.hasExistingFiles())
        .filter(
            manifest ->
                ManifestEvaluator.forRowFilter(
                        condition, metadata.spec(manifest.partitionSpecId()), true)
                    .eval(manifest))
        .toList();
  }

  /** The paths of the parts of the list of files. */
  Set<String> manifests() {
    return manifests(Expressions.alwaysTrue()).stream().map(this::path).collect(Collectors.toSet());
  }

  /** The files that are not named by some parts, as a stream. */
  CloseableIterable<TableFile> files(Set<String> without) {
    return CloseableIterable.concat(
        () ->
            manifests(Expressions.alwaysTrue()).stream()
                .filter(manifest -> !without.contains(path(manifest)))
                .map(manifest -> files(manifest, Expressions.alwaysTrue()))
                .iterator());
  }

  /** The files of one part whose bounds do not rule out a row for which a condition holds. */
  public CloseableIterable<TableFile> files(ManifestFile manifest, Expression condition) {
    CloseableIterable<DataFile> files =
        ManifestFiles.read(manifest, io, metadata.specsById()).filterRows(condition);
    return CloseableIterable.transform(
        files, file -> new TableFile(io.paths().path(file.location()), file));
  }

  /** The files of one part, of which nothing but path, length and number of rows is known. */
  public CloseableIterable<TableFile> names(ManifestFile manifest) {
    CloseableIterable<DataFile> files =
        ManifestFiles.read(manifest, io, metadata.specsById()).select(NAMING);
    return CloseableIterable.transform(
        files, file -> new TableFile(io.paths().path(file.location()), file.copyWithoutStats()));
  }

  /** The files whose bounds do not rule out a row for which a condition holds, as a stream. */
  public CloseableIterable<TableFile> files(Expression condition) {
    return CloseableIterable.concat(
        () -> manifests(condition).stream().map(each -> files(each, condition)).iterator());
  }

  /**
   * The metadata files that this state consists of, with the digest that each must have, relative
   * to the lake's root: all that must stay for as long as the state is to be read, but for its data
   * files.
   */
  public List<MetadataPart> parts() {
    Snapshot snapshot = metadata.currentSnapshot();
    if (snapshot == null) {
      return List.of();
    }
    return Stream.of(
            Stream.of(snapshot.manifestListLocation()),
            snapshot.allManifests(io).stream().map(ManifestFile::path),
            PuffinFile.location(metadata).stream())
        .flatMap(each -> each)
        .map(location -> new MetadataPart(io.paths().path(location), digest(location)))
        .toList();
  }

  /**
   * What is known of the values of all rows, in the form of whoever wrote it; null where nothing
   * is.
   *
   * @throws dev.sluice.error.PipelineException LAKE_READ when it is lost or was changed
   */
  public byte @Nullable [] described() throws IOException {
    return PuffinFile.read(io, metadata, PuffinFile.ALL);
  }

  /**
   * What is known of the values of the rows that came with the change that made the state, in the
   * same form; null where nothing is, or all rows came with it. A change of columns alone keeps
   * what the state before it said.
   *
   * @throws dev.sluice.error.PipelineException LAKE_READ when it is lost or was changed
   */
  public byte @Nullable [] came() throws IOException {
    return PuffinFile.read(io, metadata, PuffinFile.CAME);
  }

  /** Where a part lies, relative to the lake's root. */
  public String path(ManifestFile manifest) {
    return io.paths().path(manifest.path());
  }

  /** Reading the state noted the digest of every part, or refused the state. */
  private String digest(String location) {
    return Objects.requireNonNull(io.digest(location), location);
  }

  /** A file of metadata. */
  public record MetadataPart(String path, String sha256) {}
}
