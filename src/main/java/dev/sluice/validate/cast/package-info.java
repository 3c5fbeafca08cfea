// SPDX-License-Identifier: Apache-2.0
/** Casts values to what a contract says, and tells what is wrong with them. */
@NullMarked
package dev.sluice.validate.cast;

import org.jspecify.annotations.NullMarked;
