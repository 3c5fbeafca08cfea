// SPDX-License-Identifier: Apache-2.0
/** Keeps statistics in the lake: those of a file beside it, those of a table in its state. */
@NullMarked
package dev.sluice.stats.stored;

import org.jspecify.annotations.NullMarked;
