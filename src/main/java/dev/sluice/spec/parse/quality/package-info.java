// SPDX-License-Identifier: Apache-2.0
/** Reads rules and checks. */
@NullMarked
package dev.sluice.spec.parse.quality;

import org.jspecify.annotations.NullMarked;
