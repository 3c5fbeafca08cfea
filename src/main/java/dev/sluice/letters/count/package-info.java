// SPDX-License-Identifier: Apache-2.0
/** Counts dead letters apart from landing them. */
@NullMarked
package dev.sluice.letters.count;

import org.jspecify.annotations.NullMarked;
