// SPDX-License-Identifier: Apache-2.0
/** Says how a table is held against what earlier runs left of it. */
@NullMarked
package dev.sluice.spec.history;

import org.jspecify.annotations.NullMarked;
