// SPDX-License-Identifier: Apache-2.0
/** Takes letters out of the book: to replay them, or to a file. */
@NullMarked
package dev.sluice.letters.selection;

import org.jspecify.annotations.NullMarked;
