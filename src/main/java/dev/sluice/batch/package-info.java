// SPDX-License-Identifier: Apache-2.0
/** Holds the element of the graph: columns of rows, and the records they were read from. */
@NullMarked
package dev.sluice.batch;

import org.jspecify.annotations.NullMarked;
