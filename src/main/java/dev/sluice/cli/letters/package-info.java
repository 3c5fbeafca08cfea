// SPDX-License-Identifier: Apache-2.0
/** The commands on dead letters. */
@NullMarked
package dev.sluice.cli.letters;

import org.jspecify.annotations.NullMarked;
