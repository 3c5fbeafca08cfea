// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.iceberg;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.schema.iceberg.GrownSchema;
import dev.sluice.schema.iceberg.IdentifiedSchema;
import dev.sluice.table.DataFile;
import dev.sluice.table.iceberg.io.LakePaths;
import dev.sluice.table.iceberg.io.StoreIO;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.metrics.MetricsReporter;
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
      start = fresh(table, io, schema(new Schema(), change));
    } else {
      MetadataFile.Read read = MetadataFile.read(root, before);
      io = read.io();
      start = follow(table, io, read.metadata(), change);
    }
    DraftOperations draft = new DraftOperations(io, start);
    apply(new BaseTable(draft, table, SILENT), live(draft, change), change);
    TableMetadata alone = alone(draft.current());
    TablePointer pointer =
        MetadataFile.write(io, PuffinFile.describe(io, alone, start, change.described()));
    return new Written(pointer, io.written());
  }

  /**
   * What is known of the files that are to be removed. Those that came last are looked at first,
   * and none after the last of them.
   */
  private static List<TableFile> live(DraftOperations draft, TableChange change) {
    List<TableFile> live = new ArrayList<>();
    if (!change.removed().isEmpty()) {
      TableSnapshot snapshot = new TableSnapshot(draft.current(), (StoreIO) draft.io());
      try (CloseableIterable<TableFile> files = snapshot.files(Expressions.alwaysTrue())) {
        Iterator<TableFile> each = files.iterator();
        while (live.size() < change.removed().size() && each.hasNext()) {
          TableFile file = each.next();
          if (change.removed().contains(file.path())) {
            live.add(file);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return live;
  }

  /** The columns of a table after a change, with their ids. */
  public static Schema schema(Schema before, TableChange change) {
    if (!change.columns().columns().isEmpty()) {
      return IdentifiedSchema.of(change.columns().columns());
    }
    Schema schema = change.keeps() == TableChange.Keeps.NOTHING ? new Schema() : before;
    for (DataFile file : change.added()) {
      schema = GrownSchema.of(schema, TableFile.schema(file));
    }
    return schema;
  }

  private static TableMetadata fresh(String table, StoreIO io, Schema schema) {
    return TableMetadata.buildFromEmpty(FORMAT)
        .assignUUID()
        .setLocation(io.paths().location(FOLDER + "/" + table))
        .setCurrentSchema(schema, schema.highestFieldId())
        .setDefaultPartitionSpec(PartitionSpec.unpartitioned())
        .setDefaultSortOrder(SortOrder.unsorted())
        .setProperties(PROPERTIES)
        .setProperties(noted(io))
        .build();
  }

  private static TableMetadata follow(
      String table, StoreIO io, TableMetadata before, TableChange change) {
    TableMetadata.Builder next = TableMetadata.buildFrom(before);
    Schema schema = schema(before.schema(), change);
    if (!schema.sameSchema(before.schema())) {
      next.setCurrentSchema(schema, Math.max(before.lastColumnId(), schema.highestFieldId()));
    }
    String location = io.paths().location(FOLDER + "/" + table);
    if (!location.equals(before.location())) {
      next.setLocation(location);
    }
    if (change.keeps() == TableChange.Keeps.NOTHING && before.currentSnapshot() != null) {
      next.removeRef(SnapshotRef.MAIN_BRANCH);
    }
    return next.setProperties(noted(io)).build();
  }

  private static Map<String, String> noted(StoreIO io) {
    return Map.of(LakePaths.PROPERTY, io.paths().noted());
  }

  /** A state knows itself alone: the log of commits names the earlier ones. */
  private static TableMetadata alone(TableMetadata metadata) {
    List<Snapshot> earlier = new ArrayList<>(metadata.snapshots());
    earlier.remove(metadata.currentSnapshot());
    return earlier.isEmpty()
        ? metadata
        : TableMetadata.buildFrom(metadata).removeSnapshots(earlier).build();
  }

  private static void apply(BaseTable table, List<TableFile> removed, TableChange change) {
    if (!change.removed().isEmpty()) {
      OverwriteFiles overwrite = table.newOverwrite();
      removed.forEach(file -> overwrite.deleteFile(file.file()));
      change.added().forEach(file -> overwrite.addFile(TableFile.of(table, file)));
      requireRemoved(table, removed, change);
      overwrite.commit();
    } else if (!change.added().isEmpty()) {
      AppendFiles append = table.newAppend();
      change.added().forEach(file -> append.appendFile(TableFile.of(table, file)));
      append.commit();
    }
  }

  /** Iceberg passes over a file that is not live. */
  private static void requireRemoved(BaseTable table, List<TableFile> removed, TableChange change) {
    if (removed.size() != change.removed().size()) {
      throw new PipelineException(
          ErrorCode.LAKE_READ,
          "The table %s has only %d of the %d files that this run takes away. Nothing was committed; run again."
              .formatted(table.name(), removed.size(), change.removed().size()));
    }
  }
}
