// SPDX-License-Identifier: Apache-2.0
/** Epochs of a stream that their gates held back, and what a run leaves for a later one. */
@NullMarked
package dev.sluice.plan.epoch;

import org.jspecify.annotations.NullMarked;
