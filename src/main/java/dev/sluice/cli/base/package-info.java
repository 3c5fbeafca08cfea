// SPDX-License-Identifier: Apache-2.0
/** Holds what commands share. */
@NullMarked
package dev.sluice.cli.base;

import org.jspecify.annotations.NullMarked;
