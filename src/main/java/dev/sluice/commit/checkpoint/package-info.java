// SPDX-License-Identifier: Apache-2.0
/** Notes which tables an attempt finished. */
@NullMarked
package dev.sluice.commit.checkpoint;

import org.jspecify.annotations.NullMarked;
