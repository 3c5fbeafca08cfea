// SPDX-License-Identifier: Apache-2.0
/** Builds batches and takes them apart, in Arrow's memory. */
@NullMarked
package dev.sluice.batch.arrow;

import org.jspecify.annotations.NullMarked;
