// SPDX-License-Identifier: Apache-2.0
/** Reads a spec: its parts, from the top down. */
@NullMarked
package dev.sluice.spec.parse;

import org.jspecify.annotations.NullMarked;
