// SPDX-License-Identifier: Apache-2.0
/** What differs between two states of a table's columns. */
@NullMarked
package dev.sluice.schema.change;

import org.jspecify.annotations.NullMarked;
