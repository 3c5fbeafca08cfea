// SPDX-License-Identifier: Apache-2.0
/** Opens DuckDB: the one place that does. */
@NullMarked
package dev.sluice.kernel.duckdb;

import org.jspecify.annotations.NullMarked;
