// SPDX-License-Identifier: Apache-2.0
/** Keeps in a database what runs told. */
@NullMarked
package dev.sluice.warehouse.duckdb.told;

import org.jspecify.annotations.NullMarked;
