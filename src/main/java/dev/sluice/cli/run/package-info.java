// SPDX-License-Identifier: Apache-2.0
/** The commands that run a pipeline. */
@NullMarked
package dev.sluice.cli.run;

import org.jspecify.annotations.NullMarked;
