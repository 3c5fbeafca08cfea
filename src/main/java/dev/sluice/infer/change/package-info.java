// SPDX-License-Identifier: Apache-2.0
/** Tells what a source has become since its contract was written. */
@NullMarked
package dev.sluice.infer.change;

import org.jspecify.annotations.NullMarked;
