// SPDX-License-Identifier: Apache-2.0
package dev.sluice.exchange;

import dev.sluice.batch.RecordBatch;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.ParquetRead;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.table.DataFile;
import dev.sluice.table.read.LakeRelation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * The rows of one shard, as SQL. Rows that came as batches are written to files of this machine
 * before any statement runs, so that memory does not grow with the shard; they go when it is
 * closed.
 */
public final class ShardRows implements AutoCloseable {
  /** Bytes of batches that are written as one file. */
  private static final long AT_ONCE = 64L << 20;

  private final Kernel kernel;
  private final String folder;
  private final Map<String, Rows> relations = new HashMap<>();

  /** What came of one relation. */
  private static final class Rows {
    final Relation relation;
    final List<DataFile> files = new ArrayList<>();
    final List<String> spooled = new ArrayList<>();
    List<RecordBatch> waiting = new ArrayList<>();
    long bytes;

    Rows(Relation relation) {
      this.relation = relation;
    }
  }

  private ShardRows(Kernel kernel, KernelSettings settings) {
    this.kernel = kernel;
    this.folder = KernelSettings.resolve(settings.scratch());
  }

  /**
   * Takes in what came of a shard; the caller closes it.
   *
   * @param settings those of the kernel
   * @param relations those of the exchange
   */
  public static ShardRows open(
      Kernel kernel,
      KernelSettings settings,
      List<Relation> relations,
      Shard shard,
      Iterable<Part> parts)
      throws StatementFailed {
    ShardRows rows = new ShardRows(kernel, settings);
    relations.stream()
        .filter(relation -> relation.group() == shard.group())
        .forEach(relation -> rows.relations.put(relation.name(), new Rows(relation)));
    try {
      for (Part part : parts) {
        rows.add(part);
      }
      for (Rows own : rows.relations.values()) {
        rows.spool(own);
      }
      return rows;
    } catch (StatementFailed | RuntimeException e) {
      rows.close();
      throw e;
    }
  }

  private void add(Part part) throws StatementFailed {
    if (part.relation().isEmpty()) {
      return;
    }
    Rows own = of(part.relation());
    if (part.file() != null) {
      own.files.add(part.file());
    }
    if (part.rows() != null) {
      own.waiting.add(part.rows());
      own.bytes += part.rows().bytes();
      if (own.bytes >= AT_ONCE) {
        spool(own);
      }
    }
  }

  private Rows of(String relation) {
    return Objects.requireNonNull(relations.get(relation), relation);
  }

  private void spool(Rows own) throws StatementFailed {
    if (own.waiting.isEmpty()) {
      return;
    }
    String path = folder + "/" + UUID.randomUUID() + ".parquet";
    own.spooled.add(path);
    kernel.execute(
        "COPY (SELECT %s FROM __spooled) TO %s (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)"
            .formatted(LakeRelation.casts(own.relation.schema()), SqlName.literal(path)),
        Map.of("__spooled", own.waiting));
    own.waiting = new ArrayList<>();
    own.bytes = 0;
  }

  /**
   * A SELECT of a relation's rows, with exactly the columns of its schema.
   *
   * @param root the lake's root
   */
  public String select(String root, String relation) {
    Rows own = of(relation);
    String rows = own.relation.of(root, own.files);
    return own.spooled.isEmpty()
        ? rows
        : "SELECT * FROM (%s) UNION ALL BY NAME FROM %s"
            .formatted(rows, ParquetRead.of(own.spooled));
  }

  @Override
  public void close() {
    for (Rows own : relations.values()) {
      for (String path : own.spooled) {
        try {
          boolean unused = Files.deleteIfExists(Path.of(path));
        } catch (IOException e) {
          throw new PipelineException(ErrorCode.LAKE_WRITE, "Cannot remove " + path, e);
        }
      }
    }
  }
}
