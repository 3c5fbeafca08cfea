// SPDX-License-Identifier: Apache-2.0
/** Finds how far event time came with the rows of a run. */
@NullMarked
package dev.sluice.land.time;

import org.jspecify.annotations.NullMarked;
