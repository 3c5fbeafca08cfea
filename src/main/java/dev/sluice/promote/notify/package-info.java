// SPDX-License-Identifier: Apache-2.0
/** Sends one message for each committed run. */
@NullMarked
package dev.sluice.promote.notify;

import org.jspecify.annotations.NullMarked;
