// SPDX-License-Identifier: Apache-2.0
/** Works out what a run takes in, and what earlier attempts at it left. */
@NullMarked
package dev.sluice.plan;

import org.jspecify.annotations.NullMarked;
