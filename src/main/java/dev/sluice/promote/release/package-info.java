// SPDX-License-Identifier: Apache-2.0
/** Keeps what production shows, and shows it. */
@NullMarked
package dev.sluice.promote.release;

import org.jspecify.annotations.NullMarked;
