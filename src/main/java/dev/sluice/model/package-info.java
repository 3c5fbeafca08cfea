/** Derives tables with SQL: row by row, or sharded by key. */
@NullMarked
package dev.sluice.model;

import org.jspecify.annotations.NullMarked;
