// SPDX-License-Identifier: Apache-2.0
/** Fills in what {@code ${NAME}} stands for: in values as text, in SQL as a value of SQL. */
@NullMarked
package dev.sluice.spec.variable;

import org.jspecify.annotations.NullMarked;
