// SPDX-License-Identifier: Apache-2.0
/** Tells of accepted runs as rows of tables: their counts, their checks, what values were like. */
@NullMarked
package dev.sluice.history.told;

import org.jspecify.annotations.NullMarked;
