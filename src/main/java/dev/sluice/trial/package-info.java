// SPDX-License-Identifier: Apache-2.0
/** Tries what a spec makes of given rows, by the statements of a run and without a lake. */
@NullMarked
package dev.sluice.trial;

import org.jspecify.annotations.NullMarked;
