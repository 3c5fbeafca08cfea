// SPDX-License-Identifier: Apache-2.0
/** Writes pages of HTML that need nothing else: their frame, their tables, and what is drawn. */
@NullMarked
package dev.sluice.report.html;

import org.jspecify.annotations.NullMarked;
