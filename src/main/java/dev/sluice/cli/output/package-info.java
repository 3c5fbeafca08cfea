// SPDX-License-Identifier: Apache-2.0
/** Keeps whatever is printed harmless to a terminal. */
@NullMarked
package dev.sluice.cli.output;

import org.jspecify.annotations.NullMarked;
