// SPDX-License-Identifier: Apache-2.0
/** Receives messages, one class for each kind of sender, and acknowledges them once they landed. */
@NullMarked
package dev.sluice.source.inbox.receive;

import org.jspecify.annotations.NullMarked;
