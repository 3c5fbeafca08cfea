// SPDX-License-Identifier: Apache-2.0
/** Reads sources that are files: lists them, spreads them over lanes, and reads each to its end. */
@NullMarked
package dev.sluice.source.files;

import org.jspecify.annotations.NullMarked;
