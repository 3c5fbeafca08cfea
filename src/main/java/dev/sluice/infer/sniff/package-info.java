// SPDX-License-Identifier: Apache-2.0
/** Says how a file spells its rows, before any row is read. */
@NullMarked
package dev.sluice.infer.sniff;

import org.jspecify.annotations.NullMarked;
