// SPDX-License-Identifier: Apache-2.0
/** Appends rows to tables by BigQuery's Storage Write API, each exactly once. */
@NullMarked
package dev.sluice.warehouse.bigquery.append;

import org.jspecify.annotations.NullMarked;
