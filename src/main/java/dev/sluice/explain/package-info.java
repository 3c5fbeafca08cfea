// SPDX-License-Identifier: Apache-2.0
/** Says why, and what to do. */
@NullMarked
package dev.sluice.explain;

import org.jspecify.annotations.NullMarked;
