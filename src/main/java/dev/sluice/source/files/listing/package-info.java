// SPDX-License-Identifier: Apache-2.0
/** Finds the files of a source. */
@NullMarked
package dev.sluice.source.files.listing;

import org.jspecify.annotations.NullMarked;
