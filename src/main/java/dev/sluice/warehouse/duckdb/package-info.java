// SPDX-License-Identifier: Apache-2.0
/** Mirrors the lake in one DuckDB file. */
@NullMarked
package dev.sluice.warehouse.duckdb;

import org.jspecify.annotations.NullMarked;
