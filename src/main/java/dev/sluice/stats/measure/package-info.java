// SPDX-License-Identifier: Apache-2.0
/** Exact measures of a column's values, each a state that can be added to another. */
@NullMarked
package dev.sluice.stats.measure;

import org.jspecify.annotations.NullMarked;
