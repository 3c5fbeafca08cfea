// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.iceberg;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.iceberg.SchemaEvolution;
import dev.sluice.schema.iceberg.SchemaEvolution.Evolved;
import dev.sluice.table.iceberg.io.LakePaths;
import dev.sluice.table.iceberg.io.StoreIO;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.metrics.MetricsReporter;
import org.apache.iceberg.types.TypeUtil;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a lake. A change of a table writes its new state beside the old one; whoever holds
 * a pointer to the old one sees no difference.
 */
public final class Tables {
  /** The folder in the lake that has a folder for each table's metadata. */
  public static final String FOLDER = "tables";

  private static final int FORMAT = 2;
  private static final MetricsReporter SILENT = report -> {};

  /**
   * Small manifests are merged once there are so many, up to such a size: an increment reads and
   * writes no more than these bound, however many files there are.
   */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          TableProperties.MANIFEST_MIN_MERGE_COUNT, "50",
          TableProperties.MANIFEST_TARGET_SIZE_BYTES, String.valueOf(2 << 20),
          TableProperties.COMMIT_NUM_RETRIES, "0");

  private final String root;

  private Tables(String root) {
    this.root = root;
  }

  /** Those of a lake: a folder, or {@code gs://bucket/prefix}. */
  public static Tables of(String root) {
    return new Tables(root);
  }

  /**
   * A state that was written, and not yet made durable.
   *
   * @param files what was written, relative to the lake's root: to be synced before a commit names
   *     the pointer
   */
  public record Written(TablePointer pointer, List<String> files) {
    public Written {
      files = List.copyOf(files);
    }
  }

  /**
   * The state of a table at a pointer.
   *
   * @throws PipelineException LAKE_READ when its metadata is missing, cut or changed
   */
  public TableSnapshot at(TablePointer pointer) {
    MetadataFile.Read read = MetadataFile.read(root, pointer);
    return new TableSnapshot(read.metadata(), read.io());
  }

  /**
   * A table's schema under a contract.
   *
   * @param before the state it follows; null for a table that is new
   */
  public Evolved evolved(@Nullable TablePointer before, TableSchema contract) {
    if (before == null) {
      return SchemaEvolution.fresh(contract);
    }
    TableMetadata metadata = MetadataFile.read(root, before).metadata();
    return SchemaEvolution.of(metadata.schema(), metadata.lastColumnId(), contract);
  }

  /**
   * A file that was written with the ids of a schema, and not yet named by any state.
   *
   * @param path relative to the lake's root
   * @param local where it is on this machine
   */
  public TableFile landed(String path, Path local, Evolved evolved) {
    try {
      return new TableFile(
          path,
          DataFiles.builder(PartitionSpec.unpartitioned())
              .withPath(LakePaths.of(root, "").location(path))
              .withFormat(FileFormat.PARQUET)
              .withFileSizeInBytes(Files.size(local))
              .withMetrics(FooterMetrics.of(local, evolved.schema(), concealed(evolved)))
              .build());
    } catch (IOException e) {
      throw new PipelineException(ErrorCode.LAKE_WRITE, "Cannot read back " + local, e);
    }
  }

  /** The ids of personal columns and all inside of them. */
  private static Set<Integer> concealed(Evolved evolved) {
    Set<Integer> ids = new HashSet<>();
    evolved.contract().columns().stream()
        .filter(column -> column.pii())
        .map(column -> evolved.schema().findField(column.name()))
        .forEach(
            field -> {
              ids.add(field.fieldId());
              ids.addAll(TypeUtil.getProjectedIds(field.type()));
            });
    return ids;
  }

  /**
   * Writes the state of a table after a change.
   *
   * @param table its name
   * @param before the state it follows; null for a table that is new
   * @throws PipelineException LAKE_READ when the state it follows is damaged, or does not have a
   *     file that is to be removed
   */
  public Written change(String table, @Nullable TablePointer before, TableChange change) {
    StoreIO io;
    TableMetadata start;
    if (before == null) {
      io = new StoreIO(root, LakePaths.of(root, ""));
      start = fresh(table, io, change.evolved());
    } else {
      MetadataFile.Read read = MetadataFile.read(root, before);
      io = read.io();
      start = follow(table, io, read.metadata(), change);
    }
    DraftOperations draft = new DraftOperations(io, start);
    apply(new BaseTable(draft, table, SILENT), change);
    TablePointer pointer = MetadataFile.write(io, draft.current());
    return new Written(pointer, io.written());
  }

  private static TableMetadata fresh(String table, StoreIO io, Evolved evolved) {
    return TableMetadata.buildFromEmpty(FORMAT)
        .assignUUID()
        .setLocation(io.paths().location(FOLDER + "/" + table))
        .setCurrentSchema(evolved.schema(), evolved.lastId())
        .setDefaultPartitionSpec(PartitionSpec.unpartitioned())
        .setDefaultSortOrder(SortOrder.unsorted())
        .setProperties(PROPERTIES)
        .setProperties(noted(io, evolved))
        .build();
  }

  private static TableMetadata follow(
      String table, StoreIO io, TableMetadata before, TableChange change) {
    Evolved evolved = change.evolved();
    TableMetadata.Builder next = TableMetadata.buildFrom(before);
    Schema schema = evolved.schema();
    if (!schema.sameSchema(before.schema())) {
      next.setCurrentSchema(schema, evolved.lastId());
    }
    String location = io.paths().location(FOLDER + "/" + table);
    if (!location.equals(before.location())) {
      next.setLocation(location);
    }
    if (change.keeps() == TableChange.Keeps.NOTHING && before.currentSnapshot() != null) {
      next.removeRef(SnapshotRef.MAIN_BRANCH);
    }
    return next.setProperties(noted(io, evolved)).build();
  }

  private static Map<String, String> noted(StoreIO io, Evolved evolved) {
    return Map.of(
        LakePaths.PROPERTY,
        io.paths().noted(),
        ContractText.PROPERTY,
        ContractText.of(evolved.contract()));
  }

  private static void apply(BaseTable table, TableChange change) {
    if (!change.removed().isEmpty()) {
      OverwriteFiles overwrite = table.newOverwrite();
      change.removed().forEach(file -> overwrite.deleteFile(file.file()));
      change.added().forEach(file -> overwrite.addFile(file.file()));
      overwrite.commit();
      requireRemoved(table, change.removed());
    } else if (!change.added().isEmpty()) {
      AppendFiles append = table.newAppend();
      change.added().forEach(file -> append.appendFile(file.file()));
      append.commit();
    }
    // A state knows itself alone: the log of commits names the earlier ones.
    table
        .expireSnapshots()
        .expireOlderThan(Long.MAX_VALUE)
        .retainLast(1)
        .cleanupLevel(ExpireSnapshots.CleanupLevel.NONE)
        .cleanExpiredMetadata(true)
        .commit();
  }

  /** Iceberg passes over a file that is not live. */
  private static void requireRemoved(BaseTable table, List<TableFile> removed) {
    long asked = removed.stream().map(TableFile::path).distinct().count();
    String done =
        table.currentSnapshot().summary().getOrDefault(SnapshotSummary.DELETED_FILES_PROP, "0");
    if (Long.parseLong(done) != asked) {
      throw new PipelineException(
          ErrorCode.LAKE_READ,
          "The table %s has only %s of the %d files that this run takes away. Nothing was committed; run again."
              .formatted(table.name(), done, asked));
    }
  }
}
