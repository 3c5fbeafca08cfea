// SPDX-License-Identifier: Apache-2.0
/** Says from where messages are received that cannot be read again, and how they are kept. */
@NullMarked
package dev.sluice.spec.receive;

import org.jspecify.annotations.NullMarked;
