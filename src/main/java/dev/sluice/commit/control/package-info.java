// SPDX-License-Identifier: Apache-2.0
/** Holds what was read of source files against what their senders say of them. */
@NullMarked
package dev.sluice.commit.control;

import org.jspecify.annotations.NullMarked;
