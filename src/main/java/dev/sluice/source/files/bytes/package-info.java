// SPDX-License-Identifier: Apache-2.0
/** Reads the bytes of files, whatever they are compressed by. */
@NullMarked
package dev.sluice.source.files.bytes;

import org.jspecify.annotations.NullMarked;
