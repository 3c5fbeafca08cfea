// SPDX-License-Identifier: Apache-2.0
/** Documents that commit: created once or swapped atomically, sealed, and whole after a crash. */
@NullMarked
package dev.sluice.lake.store;

import org.jspecify.annotations.NullMarked;
