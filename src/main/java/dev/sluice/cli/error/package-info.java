// SPDX-License-Identifier: Apache-2.0
/** Says what went wrong, and picks the exit code. */
@NullMarked
package dev.sluice.cli.error;

import org.jspecify.annotations.NullMarked;
