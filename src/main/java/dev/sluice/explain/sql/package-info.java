// SPDX-License-Identifier: Apache-2.0
/** Says where in the author's SQL a statement fails, and why. */
@NullMarked
package dev.sluice.explain.sql;

import org.jspecify.annotations.NullMarked;
