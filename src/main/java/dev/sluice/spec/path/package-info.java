// SPDX-License-Identifier: Apache-2.0
/** Reads paths whose names may be patterns. */
@NullMarked
package dev.sluice.spec.path;

import org.jspecify.annotations.NullMarked;
