// SPDX-License-Identifier: Apache-2.0
/** Tells DuckDB files from others, and why one does not open. */
@NullMarked
package dev.sluice.warehouse.duckdb.file;

import org.jspecify.annotations.NullMarked;
