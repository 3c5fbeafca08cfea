// SPDX-License-Identifier: Apache-2.0
/**
 * Estimates of what takes too much room to be known: Apache DataSketches, each with its published
 * bounds.
 */
@NullMarked
package dev.sluice.stats.sketch;

import org.jspecify.annotations.NullMarked;
