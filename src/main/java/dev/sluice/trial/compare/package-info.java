// SPDX-License-Identifier: Apache-2.0
/** Compares rows with those that were expected. */
@NullMarked
package dev.sluice.trial.compare;

import org.jspecify.annotations.NullMarked;
