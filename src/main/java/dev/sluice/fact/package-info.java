// SPDX-License-Identifier: Apache-2.0
/** Carries what the steps tell the commit. */
@NullMarked
package dev.sluice.fact;

import org.jspecify.annotations.NullMarked;
