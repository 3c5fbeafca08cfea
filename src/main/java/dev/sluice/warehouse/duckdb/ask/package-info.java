// SPDX-License-Identifier: Apache-2.0
/** Asks a database for rows, and changes nothing. */
@NullMarked
package dev.sluice.warehouse.duckdb.ask;

import org.jspecify.annotations.NullMarked;
