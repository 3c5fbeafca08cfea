// SPDX-License-Identifier: Apache-2.0
/** Finds the committed state of a lake that somebody wants to see. */
@NullMarked
package dev.sluice.look.moment;

import org.jspecify.annotations.NullMarked;
