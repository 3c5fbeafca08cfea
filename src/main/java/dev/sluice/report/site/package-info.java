// SPDX-License-Identifier: Apache-2.0
/** Writes a pipeline's own page: its tables, columns, owners, checks, and what is made of what. */
@NullMarked
package dev.sluice.report.site;

import org.jspecify.annotations.NullMarked;
