// SPDX-License-Identifier: Apache-2.0
/**
 * Makes the statistics of a file: columns of few different values from the counts of those, others
 * from all values, and what no pass over all is worth from a sample.
 */
@NullMarked
package dev.sluice.stats.fill;

import org.jspecify.annotations.NullMarked;
