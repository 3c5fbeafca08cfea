// SPDX-License-Identifier: Apache-2.0
/** Takes statements apart, and points at what is wrong in them. */
@NullMarked
package dev.sluice.bind.parse;

import org.jspecify.annotations.NullMarked;
