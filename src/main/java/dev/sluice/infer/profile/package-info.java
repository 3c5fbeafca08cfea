// SPDX-License-Identifier: Apache-2.0
/** Counts, over all rows, what values could be; decides nothing. */
@NullMarked
package dev.sluice.infer.profile;

import org.jspecify.annotations.NullMarked;
