// SPDX-License-Identifier: Apache-2.0
/** Reads options that several commands have. */
@NullMarked
package dev.sluice.cli.option;

import org.jspecify.annotations.NullMarked;
