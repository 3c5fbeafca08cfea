// SPDX-License-Identifier: Apache-2.0
/** Describes what a lake holds, and rows of it. */
@NullMarked
package dev.sluice.report.look;

import org.jspecify.annotations.NullMarked;
