// SPDX-License-Identifier: Apache-2.0
/** Describes tables of a lake: their files, their state after a run, and what was found of them. */
@NullMarked
package dev.sluice.table;

import org.jspecify.annotations.NullMarked;
