// SPDX-License-Identifier: Apache-2.0
/** Shows what became of the cases that stand beside a pipeline. */
@NullMarked
package dev.sluice.report.trial;

import org.jspecify.annotations.NullMarked;
