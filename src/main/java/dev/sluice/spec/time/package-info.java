// SPDX-License-Identifier: Apache-2.0
/** Event time: when what a row tells happened, and the windows that models gather by it. */
@NullMarked
package dev.sluice.spec.time;

import org.jspecify.annotations.NullMarked;
