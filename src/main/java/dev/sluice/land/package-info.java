// SPDX-License-Identifier: Apache-2.0
/** Lands batches as files of the attempt, and notes how far their cursor came. */
@NullMarked
package dev.sluice.land;

import org.jspecify.annotations.NullMarked;
