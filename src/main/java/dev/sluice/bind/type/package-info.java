// SPDX-License-Identifier: Apache-2.0
/** Finds values of unlike types that a statement compares or unites. */
@NullMarked
package dev.sluice.bind.type;

import org.jspecify.annotations.NullMarked;
