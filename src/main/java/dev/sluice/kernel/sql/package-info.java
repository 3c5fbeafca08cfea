// SPDX-License-Identifier: Apache-2.0
/** Spells names, values, rows and files as SQL of the kernel. */
@NullMarked
package dev.sluice.kernel.sql;

import org.jspecify.annotations.NullMarked;
