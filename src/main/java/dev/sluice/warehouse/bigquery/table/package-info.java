// SPDX-License-Identifier: Apache-2.0
/** Brings one table of BigQuery to its state in a manifest. */
@NullMarked
package dev.sluice.warehouse.bigquery.table;

import org.jspecify.annotations.NullMarked;
