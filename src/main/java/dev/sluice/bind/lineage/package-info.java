// SPDX-License-Identifier: Apache-2.0
/** Tells of which columns the columns of a result are made. */
@NullMarked
package dev.sluice.bind.lineage;

import org.jspecify.annotations.NullMarked;
