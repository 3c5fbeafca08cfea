// SPDX-License-Identifier: Apache-2.0
/** Writes and reads manifests, the one commit point of a run. */
@NullMarked
package dev.sluice.table.log;

import org.jspecify.annotations.NullMarked;
