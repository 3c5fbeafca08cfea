// SPDX-License-Identifier: Apache-2.0
/** Shows the tables of a state to statements, without personal values. */
@NullMarked
package dev.sluice.look.table;

import org.jspecify.annotations.NullMarked;
