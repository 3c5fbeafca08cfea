// SPDX-License-Identifier: Apache-2.0
/** Reads and spells sizes and spans of time. */
@NullMarked
package dev.sluice.spec.unit;

import org.jspecify.annotations.NullMarked;
