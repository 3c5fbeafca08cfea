// SPDX-License-Identifier: Apache-2.0
/** Decides of which type a column is, and how its source writes it. */
@NullMarked
package dev.sluice.infer.type;

import org.jspecify.annotations.NullMarked;
