// SPDX-License-Identifier: Apache-2.0
/** Gives Iceberg the files of a lake. */
@NullMarked
package dev.sluice.table.iceberg.io;

import org.jspecify.annotations.NullMarked;
