// SPDX-License-Identifier: Apache-2.0
/** Keeps tables as Apache Iceberg describes them. */
@NullMarked
package dev.sluice.table.iceberg;

import org.jspecify.annotations.NullMarked;
