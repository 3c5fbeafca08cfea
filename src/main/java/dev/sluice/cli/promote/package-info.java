// SPDX-License-Identifier: Apache-2.0
/** The commands that bring staged runs to production. */
@NullMarked
package dev.sluice.cli.promote;

import org.jspecify.annotations.NullMarked;
