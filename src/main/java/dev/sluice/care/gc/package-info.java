// SPDX-License-Identifier: Apache-2.0
/** Removes what no document of a lake names. */
@NullMarked
package dev.sluice.care.gc;

import org.jspecify.annotations.NullMarked;
