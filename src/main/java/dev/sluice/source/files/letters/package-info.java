// SPDX-License-Identifier: Apache-2.0
/** Reads the dead letters that a replay takes in. */
@NullMarked
package dev.sluice.source.files.letters;

import org.jspecify.annotations.NullMarked;
