// SPDX-License-Identifier: Apache-2.0
/** Says why rows are dead, and what mends it. */
@NullMarked
package dev.sluice.explain.cause;

import org.jspecify.annotations.NullMarked;
