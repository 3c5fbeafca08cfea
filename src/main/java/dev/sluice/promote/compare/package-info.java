// SPDX-License-Identifier: Apache-2.0
/** Compares a staged run with what production shows. */
@NullMarked
package dev.sluice.promote.compare;

import org.jspecify.annotations.NullMarked;
