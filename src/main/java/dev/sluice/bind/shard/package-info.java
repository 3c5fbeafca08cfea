// SPDX-License-Identifier: Apache-2.0
/** Proves that a statement gives the same rows on shards as on the whole. */
@NullMarked
package dev.sluice.bind.shard;

import org.jspecify.annotations.NullMarked;
