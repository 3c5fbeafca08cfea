/** The warehouse that is three BigQuery datasets. */
@NullMarked
package dev.sluice.warehouse.bigquery;

import org.jspecify.annotations.NullMarked;
