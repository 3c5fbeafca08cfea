// SPDX-License-Identifier: Apache-2.0
/** Judges a run as a whole from the facts of all steps, and commits it. */
@NullMarked
package dev.sluice.commit;

import org.jspecify.annotations.NullMarked;
