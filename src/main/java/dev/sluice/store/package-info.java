// SPDX-License-Identifier: Apache-2.0
/** Tells where a lake is, reaches it, and digests what lies there. */
@NullMarked
package dev.sluice.store;

import org.jspecify.annotations.NullMarked;
