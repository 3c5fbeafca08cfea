// SPDX-License-Identifier: Apache-2.0
/** Finds the keys of a model whose input rows changed, and narrows the work to them. */
@NullMarked
package dev.sluice.model.increment;

import org.jspecify.annotations.NullMarked;
