// SPDX-License-Identifier: Apache-2.0
/** Says what a promotion would change, and what was decided. */
@NullMarked
package dev.sluice.report.promote;

import org.jspecify.annotations.NullMarked;
