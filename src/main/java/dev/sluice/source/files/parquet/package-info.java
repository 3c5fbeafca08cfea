// SPDX-License-Identifier: Apache-2.0
/** Reads Parquet files that others wrote. */
@NullMarked
package dev.sluice.source.files.parquet;

import org.jspecify.annotations.NullMarked;
