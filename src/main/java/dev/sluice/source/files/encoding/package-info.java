// SPDX-License-Identifier: Apache-2.0
/** Guesses in which encoding a text is that is no UTF-8, and says how sure that is. */
@NullMarked
package dev.sluice.source.files.encoding;

import org.jspecify.annotations.NullMarked;
