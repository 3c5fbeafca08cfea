/** The warehouse that is a DuckDB file. */
@NullMarked
package dev.sluice.warehouse.duckdb;

import org.jspecify.annotations.NullMarked;
