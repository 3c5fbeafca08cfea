// SPDX-License-Identifier: Apache-2.0
/** Describes tables as BigQuery holds them. */
@NullMarked
package dev.sluice.schema.bigquery;

import org.jspecify.annotations.NullMarked;
