// SPDX-License-Identifier: Apache-2.0
/** Mirrors the lake in BigQuery. */
@NullMarked
package dev.sluice.warehouse.bigquery;

import org.jspecify.annotations.NullMarked;
