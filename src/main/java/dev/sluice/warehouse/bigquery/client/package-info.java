// SPDX-License-Identifier: Apache-2.0
/** Talks to BigQuery: every request tried again as long as that helps. */
@NullMarked
package dev.sluice.warehouse.bigquery.client;

import org.jspecify.annotations.NullMarked;
