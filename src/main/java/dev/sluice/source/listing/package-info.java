// SPDX-License-Identifier: Apache-2.0
/** Finds the files that patterns of paths match, in folders and in buckets. */
@NullMarked
package dev.sluice.source.listing;

import org.jspecify.annotations.NullMarked;
