// SPDX-License-Identifier: Apache-2.0
/** Says what one table or model is made from, and how. */
@NullMarked
package dev.sluice.spec.table;

import org.jspecify.annotations.NullMarked;
