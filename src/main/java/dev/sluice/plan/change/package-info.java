// SPDX-License-Identifier: Apache-2.0
/** Says how a spec and its sources differ from what the last run took in. */
@NullMarked
package dev.sluice.plan.change;

import org.jspecify.annotations.NullMarked;
