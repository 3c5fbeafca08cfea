// SPDX-License-Identifier: Apache-2.0
/** Checks whole tables. */
@NullMarked
package dev.sluice.checks;

import org.jspecify.annotations.NullMarked;
