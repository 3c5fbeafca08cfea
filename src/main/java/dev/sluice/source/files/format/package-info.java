// SPDX-License-Identifier: Apache-2.0
/** Says what a reader of a format is: pieces of a file, from a position on. */
@NullMarked
package dev.sluice.source.files.format;

import org.jspecify.annotations.NullMarked;
