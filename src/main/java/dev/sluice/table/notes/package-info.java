/**
 * Keeps what a table notes by names, such as its source files: what is written follows what
 * changed.
 */
@NullMarked
package dev.sluice.table.notes;

import org.jspecify.annotations.NullMarked;
