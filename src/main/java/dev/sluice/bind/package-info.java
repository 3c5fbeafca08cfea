// SPDX-License-Identifier: Apache-2.0
/** Understands SQL before any data is touched: binds it to the columns it reads. */
@NullMarked
package dev.sluice.bind;

import org.jspecify.annotations.NullMarked;
