// SPDX-License-Identifier: Apache-2.0
/** Writes the pages of runs, and opens them. */
@NullMarked
package dev.sluice.cli.report;

import org.jspecify.annotations.NullMarked;
