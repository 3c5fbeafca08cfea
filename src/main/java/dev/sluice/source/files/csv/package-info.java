// SPDX-License-Identifier: Apache-2.0
/** Reads delimited text. */
@NullMarked
package dev.sluice.source.files.csv;

import org.jspecify.annotations.NullMarked;
