// SPDX-License-Identifier: Apache-2.0
/** Says which rows of a table can matter to a statement, by conditions on single columns. */
@NullMarked
package dev.sluice.bind.filter;

import org.jspecify.annotations.NullMarked;
