/** The kernel: runs one SQL statement over batches or files, and binds statements to schemas. */
@NullMarked
package dev.sluice.sql;

import org.jspecify.annotations.NullMarked;
