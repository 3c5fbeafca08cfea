// SPDX-License-Identifier: Apache-2.0
/** Reads what a spec says of event time. */
@NullMarked
package dev.sluice.spec.parse.time;

import org.jspecify.annotations.NullMarked;
