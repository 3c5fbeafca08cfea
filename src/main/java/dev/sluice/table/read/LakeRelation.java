// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.read;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.sql.ParquetRead;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.store.object.ObjectStore;
import dev.sluice.table.DataFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Lake files as a SQL relation with exactly the columns of a schema. */
public final class LakeRelation {
  private LakeRelation() {}

  /**
   * A SELECT over files. Columns a file does not have are null; no files make an empty relation.
   *
   * @param root the lake's root
   * @throws PipelineException LAKE_READ when a file is lost, or cannot be fetched from a remote
   *     lake
   */
  public static String of(String root, Collection<DataFile> files, TableSchema schema) {
    String columns = SqlName.list(schema.names());
    if (files.isEmpty()) {
      return "SELECT %s FROM (%s)".formatted(columns, empty(schema));
    }
    return "SELECT %s FROM (%s UNION ALL BY NAME FROM %s)"
        .formatted(columns, empty(schema), scan(root, files));
  }

  /** The table function that reads files, columns matched by name. */
  public static String scan(String root, Collection<DataFile> files) {
    List<String> paths = files.stream().map(f -> local(root, f.path())).sorted().toList();
    return ParquetRead.of(paths);
  }

  /**
   * Where statements find a file of the lake on this machine.
   *
   * @throws PipelineException LAKE_READ when it is lost, or cannot be fetched
   */
  public static String local(String root, String path) {
    FilePlace place = FilePlace.of(root, path);
    try {
      return ObjectStore.of(place.root()).fetch(place.path()).toString();
    } catch (NoSuchFileException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ,
          "%s/%s disappeared after it was landed. Nothing was committed; run again, and see `sluice verify`."
              .formatted(root, path),
          e);
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "Cannot read %s/%s: %s".formatted(root, path, e), e);
    }
  }

  /** A SELECT without rows that has the schema's columns and types. */
  public static String empty(TableSchema schema) {
    return schema.columns().stream()
        .map(LakeRelation::nothing)
        .collect(Collectors.joining(", ", "SELECT ", " WHERE false"));
  }

  /**
   * Select items that give every column its declared type: some types, such as UUID, travel through
   * batches as text.
   */
  public static String casts(TableSchema schema) {
    return schema.columns().stream()
        .map(c -> "CAST(%1$s AS %2$s) AS %1$s".formatted(SqlName.quote(c.name()), c.type()))
        .collect(Collectors.joining(", "));
  }

  private static String nothing(Column column) {
    return "NULL::%s AS %s".formatted(column.type(), SqlName.quote(column.name()));
  }
}
