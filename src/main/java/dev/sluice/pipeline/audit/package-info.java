// SPDX-License-Identifier: Apache-2.0
/** Looks at every file of a lake, and clears away what no document names. */
@NullMarked
package dev.sluice.pipeline.audit;

import org.jspecify.annotations.NullMarked;
