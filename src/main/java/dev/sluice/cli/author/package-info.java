// SPDX-License-Identifier: Apache-2.0
/** The commands that an author uses between two edits. */
@NullMarked
package dev.sluice.cli.author;

import org.jspecify.annotations.NullMarked;
