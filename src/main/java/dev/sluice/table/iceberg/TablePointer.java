// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.iceberg;

import java.io.Serializable;

/**
 * A state of a table: what a commit names, and all that a step needs to carry.
 *
 * @param path of the metadata file, relative to the lake's root
 * @param sha256 of the metadata file, which in turn tells the digest of all it builds on
 * @param snapshotId of its snapshot; {@link #NO_SNAPSHOT} for a table without rows
 */
public record TablePointer(String path, String sha256, long snapshotId) implements Serializable {
  public static final long NO_SNAPSHOT = -1;

  /** Of a table of which neither columns nor files are known. */
  public static final TablePointer NONE = new TablePointer("", "", NO_SNAPSHOT);
}
