// SPDX-License-Identifier: Apache-2.0
/** Says how far two distributions are apart, by the statistics of two columns. */
@NullMarked
package dev.sluice.stats.distance;

import org.jspecify.annotations.NullMarked;
