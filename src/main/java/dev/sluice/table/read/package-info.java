// SPDX-License-Identifier: Apache-2.0
/** Reads a table's files back, and knows one that is lost, cut or changed. */
@NullMarked
package dev.sluice.table.read;

import org.jspecify.annotations.NullMarked;
