// SPDX-License-Identifier: Apache-2.0
/** Reads what accepted runs left of tables, and holds a new run against it. */
@NullMarked
package dev.sluice.history;

import org.jspecify.annotations.NullMarked;
