// SPDX-License-Identifier: Apache-2.0
/** Shows what the checks of a run found. */
@NullMarked
package dev.sluice.cli.check;

import org.jspecify.annotations.NullMarked;
