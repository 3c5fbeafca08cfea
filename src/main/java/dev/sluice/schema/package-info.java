/** The contract of a table, read from Avro: names, column types, nullability. */
@NullMarked
package dev.sluice.schema;

import org.jspecify.annotations.NullMarked;
