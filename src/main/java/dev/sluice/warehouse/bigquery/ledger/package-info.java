// SPDX-License-Identifier: Apache-2.0
/** Notes in BigQuery what it holds, in the transaction of the load itself. */
@NullMarked
package dev.sluice.warehouse.bigquery.ledger;

import org.jspecify.annotations.NullMarked;
