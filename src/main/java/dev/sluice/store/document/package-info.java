// SPDX-License-Identifier: Apache-2.0
/** Keeps the small documents of a lake: sealed, chained, created once. */
@NullMarked
package dev.sluice.store.document;

import org.jspecify.annotations.NullMarked;
