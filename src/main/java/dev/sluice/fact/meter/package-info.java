// SPDX-License-Identifier: Apache-2.0
/** Measures what each step of the graph does, for those who wait for it. */
@NullMarked
package dev.sluice.fact.meter;

import org.jspecify.annotations.NullMarked;
