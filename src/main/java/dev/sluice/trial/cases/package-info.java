// SPDX-License-Identifier: Apache-2.0
/** Reads the cases that stand beside a pipeline: given rows, and what is to become of them. */
@NullMarked
package dev.sluice.trial.cases;

import org.jspecify.annotations.NullMarked;
