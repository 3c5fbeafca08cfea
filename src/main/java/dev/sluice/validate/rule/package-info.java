// SPDX-License-Identifier: Apache-2.0
/** Asks rules in SQL. */
@NullMarked
package dev.sluice.validate.rule;

import org.jspecify.annotations.NullMarked;
