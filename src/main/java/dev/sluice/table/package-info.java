// SPDX-License-Identifier: Apache-2.0
/**
 * Tables of the lake as Apache Iceberg tables: files with bounds, snapshots, schemas by field id. A
 * change writes one new metadata file and swaps nothing; it is visible once a commit names the
 * {@link dev.sluice.table.Pointer} that came of it.
 */
@NullMarked
package dev.sluice.table;

import org.jspecify.annotations.NullMarked;
