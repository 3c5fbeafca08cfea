// SPDX-License-Identifier: Apache-2.0
/** Says what a run would do. */
@NullMarked
package dev.sluice.report.plan;

import org.jspecify.annotations.NullMarked;
