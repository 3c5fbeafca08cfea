// SPDX-License-Identifier: Apache-2.0
/** Merges landed rows with those that are live, and takes out those whose place they take. */
@NullMarked
package dev.sluice.land.merge;

import org.jspecify.annotations.NullMarked;
