// SPDX-License-Identifier: Apache-2.0
/** The commands that print contracts, and hold them against sources. */
@NullMarked
package dev.sluice.cli.contract;

import org.jspecify.annotations.NullMarked;
