// SPDX-License-Identifier: Apache-2.0
/** How far event time came. */
@NullMarked
package dev.sluice.table.time;

import org.jspecify.annotations.NullMarked;
