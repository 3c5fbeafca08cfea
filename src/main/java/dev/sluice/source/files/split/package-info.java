// SPDX-License-Identifier: Apache-2.0
/** Cuts texts where records begin, and holds the reader of a part to its end. */
@NullMarked
package dev.sluice.source.files.split;

import org.jspecify.annotations.NullMarked;
