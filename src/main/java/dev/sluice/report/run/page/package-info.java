// SPDX-License-Identifier: Apache-2.0
/** Writes the page of a run: what became of it first, then all that bears it out. */
@NullMarked
package dev.sluice.report.run.page;

import org.jspecify.annotations.NullMarked;
