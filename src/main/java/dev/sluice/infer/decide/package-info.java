// SPDX-License-Identifier: Apache-2.0
/** Decides, by what was counted, what a spec says of tables and their columns. */
@NullMarked
package dev.sluice.infer.decide;

import org.jspecify.annotations.NullMarked;
