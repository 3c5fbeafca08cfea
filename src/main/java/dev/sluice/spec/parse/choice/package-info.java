// SPDX-License-Identifier: Apache-2.0
/** Chooses a spec's target, and reads its variables. */
@NullMarked
package dev.sluice.spec.parse.choice;

import org.jspecify.annotations.NullMarked;
