// SPDX-License-Identifier: Apache-2.0
/** Holds rows against their contract and rules. */
@NullMarked
package dev.sluice.validate;

import org.jspecify.annotations.NullMarked;
