// SPDX-License-Identifier: Apache-2.0
/** Keeps the rows that a cursor's bounds take in. */
@NullMarked
package dev.sluice.source.cursor;

import org.jspecify.annotations.NullMarked;
