// SPDX-License-Identifier: Apache-2.0
/** Reads where the rows of a table come from: {@code source}. */
@NullMarked
package dev.sluice.spec.parse.source;

import org.jspecify.annotations.NullMarked;
