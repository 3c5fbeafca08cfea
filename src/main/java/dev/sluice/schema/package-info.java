// SPDX-License-Identifier: Apache-2.0
/** Describes tables: columns, their types, and which changes of a contract its rows can follow. */
@NullMarked
package dev.sluice.schema;

import org.jspecify.annotations.NullMarked;
