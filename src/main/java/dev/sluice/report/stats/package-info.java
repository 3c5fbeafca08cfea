// SPDX-License-Identifier: Apache-2.0
/** Describes what the values of tables are like. */
@NullMarked
package dev.sluice.report.stats;

import org.jspecify.annotations.NullMarked;
