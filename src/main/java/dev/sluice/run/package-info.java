// SPDX-License-Identifier: Apache-2.0
/** Starts a run, follows it, and ends it. */
@NullMarked
package dev.sluice.run;

import org.jspecify.annotations.NullMarked;
