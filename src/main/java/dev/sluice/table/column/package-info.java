/** Says how columns are stored in the files of tables, and reads what their footers say. */
@NullMarked
package dev.sluice.table.column;

import org.jspecify.annotations.NullMarked;
