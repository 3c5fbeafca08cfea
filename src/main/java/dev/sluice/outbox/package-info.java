// SPDX-License-Identifier: Apache-2.0
/** Remembers what of runs was told to whom outside, so that each is told at least once. */
@NullMarked
package dev.sluice.outbox;

import org.jspecify.annotations.NullMarked;
