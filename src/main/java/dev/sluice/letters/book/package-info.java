// SPDX-License-Identifier: Apache-2.0
/** Tells of every dead letter of a lake what it is and what became of it. */
@NullMarked
package dev.sluice.letters.book;

import org.jspecify.annotations.NullMarked;
