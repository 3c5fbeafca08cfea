// SPDX-License-Identifier: Apache-2.0
/**
 * Statistics of tables: {@code TableStats} has a {@code ColumnStats} for each column, and both can
 * be added up, file to file and run to run.
 */
@NullMarked
package dev.sluice.stats;

import org.jspecify.annotations.NullMarked;
