// SPDX-License-Identifier: Apache-2.0
/** Says in SQL how a check is computed: what one look shows, and what all looks come to. */
@NullMarked
package dev.sluice.checks.probe;

import org.jspecify.annotations.NullMarked;
