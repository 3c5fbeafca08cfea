// SPDX-License-Identifier: Apache-2.0
/** The command line of Sluice: one class for each command. */
@NullMarked
package dev.sluice.cli;

import org.jspecify.annotations.NullMarked;
