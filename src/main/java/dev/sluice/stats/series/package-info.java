// SPDX-License-Identifier: Apache-2.0
/** Says by a figure's past what it is expected to be. */
@NullMarked
package dev.sluice.stats.series;

import org.jspecify.annotations.NullMarked;
