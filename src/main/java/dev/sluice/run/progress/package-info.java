// SPDX-License-Identifier: Apache-2.0
/** Tells how far a run is. */
@NullMarked
package dev.sluice.run.progress;

import org.jspecify.annotations.NullMarked;
