// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps messages that are given once, from before they are acknowledged until they are committed.
 */
@NullMarked
package dev.sluice.source.inbox;

import org.jspecify.annotations.NullMarked;
