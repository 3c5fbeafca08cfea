// SPDX-License-Identifier: Apache-2.0
/** Says where topics of messages are, and which of their messages are read. */
@NullMarked
package dev.sluice.spec.topic;

import org.jspecify.annotations.NullMarked;
