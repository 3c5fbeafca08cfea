// SPDX-License-Identifier: Apache-2.0
/** Shows names, numbers, times and tables to people, and trees to programs. */
@NullMarked
package dev.sluice.report.text;

import org.jspecify.annotations.NullMarked;
