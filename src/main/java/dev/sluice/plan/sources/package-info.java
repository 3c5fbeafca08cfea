// SPDX-License-Identifier: Apache-2.0
/** Looks at source files and at dead rows as they are now, outside of a run. */
@NullMarked
package dev.sluice.plan.sources;

import org.jspecify.annotations.NullMarked;
