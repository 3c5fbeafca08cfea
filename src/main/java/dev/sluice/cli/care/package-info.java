// SPDX-License-Identifier: Apache-2.0
/** The commands that look after a lake. */
@NullMarked
package dev.sluice.cli.care;

import org.jspecify.annotations.NullMarked;
