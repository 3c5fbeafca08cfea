// SPDX-License-Identifier: Apache-2.0
/** Brings rows of equal keys together: through files of the attempt, or through a shuffle. */
@NullMarked
package dev.sluice.exchange;

import org.jspecify.annotations.NullMarked;
