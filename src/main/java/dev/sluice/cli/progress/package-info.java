// SPDX-License-Identifier: Apache-2.0
/** Shows how far a run is. */
@NullMarked
package dev.sluice.cli.progress;

import org.jspecify.annotations.NullMarked;
