// SPDX-License-Identifier: Apache-2.0
/** Draws what the values of tables are like, for pages of runs and of files. */
@NullMarked
package dev.sluice.report.stats.page;

import org.jspecify.annotations.NullMarked;
