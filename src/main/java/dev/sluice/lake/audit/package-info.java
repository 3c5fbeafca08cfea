// SPDX-License-Identifier: Apache-2.0
/** What a look at every file of a lake finds, and what clearing up removes. */
@NullMarked
package dev.sluice.lake.audit;

import org.jspecify.annotations.NullMarked;
