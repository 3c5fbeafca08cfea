// SPDX-License-Identifier: Apache-2.0
/** Receives messages beside the runs that read them, and clears away what is committed. */
@NullMarked
package dev.sluice.run.receive;

import org.jspecify.annotations.NullMarked;
