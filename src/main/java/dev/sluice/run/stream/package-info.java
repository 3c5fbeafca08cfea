// SPDX-License-Identifier: Apache-2.0
/** Streaming: an endless series of small runs of the same graph, each an epoch. */
@NullMarked
package dev.sluice.run.stream;

import org.jspecify.annotations.NullMarked;
