// SPDX-License-Identifier: Apache-2.0
/** Says what a run takes in of one table: which files, and which part of them. */
@NullMarked
package dev.sluice.intake;

import org.jspecify.annotations.NullMarked;
