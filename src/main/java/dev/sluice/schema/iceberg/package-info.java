// SPDX-License-Identifier: Apache-2.0
/** Describes tables as Iceberg does, and gives columns the ids by which files know them. */
@NullMarked
package dev.sluice.schema.iceberg;

import org.jspecify.annotations.NullMarked;
