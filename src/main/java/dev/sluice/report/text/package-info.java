// SPDX-License-Identifier: Apache-2.0
/** Spells names, numbers and times for people, and trees for programs. */
@NullMarked
package dev.sluice.report.text;

import org.jspecify.annotations.NullMarked;
