// SPDX-License-Identifier: Apache-2.0
/** Loads committed runs into the warehouse, and shows what is released. */
@NullMarked
package dev.sluice.warehouse.load;

import org.jspecify.annotations.NullMarked;
