// SPDX-License-Identifier: Apache-2.0
/** Says how a source calls a column, and how it writes the column's values. */
@NullMarked
package dev.sluice.schema.form;

import org.jspecify.annotations.NullMarked;
