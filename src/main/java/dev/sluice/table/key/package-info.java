// SPDX-License-Identifier: Apache-2.0
/**
 * Says what the key of a merged table decides: the bucket of a row, and which keys were deleted.
 */
@NullMarked
package dev.sluice.table.key;

import org.jspecify.annotations.NullMarked;
