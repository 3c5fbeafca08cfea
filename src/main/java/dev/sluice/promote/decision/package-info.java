// SPDX-License-Identifier: Apache-2.0
/** Keeps what people decided on staged runs. */
@NullMarked
package dev.sluice.promote.decision;

import org.jspecify.annotations.NullMarked;
