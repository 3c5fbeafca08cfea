// SPDX-License-Identifier: Apache-2.0
/** Finds what the source of a table holds, of whatever kind it is. */
@NullMarked
package dev.sluice.source.found;

import org.jspecify.annotations.NullMarked;
