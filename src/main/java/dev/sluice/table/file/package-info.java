// SPDX-License-Identifier: Apache-2.0
/**
 * Writes a table's files: where, under which names, in which buckets, and what of them may be told.
 */
@NullMarked
package dev.sluice.table.file;

import org.jspecify.annotations.NullMarked;
