// SPDX-License-Identifier: Apache-2.0
/** Keeps which dead letters were given up. */
@NullMarked
package dev.sluice.letters.discard;

import org.jspecify.annotations.NullMarked;
