// SPDX-License-Identifier: Apache-2.0
/** Makes batches of messages, whoever read them. */
@NullMarked
package dev.sluice.source.message;

import org.jspecify.annotations.NullMarked;
